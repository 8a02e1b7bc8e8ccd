package org.panjika.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.SystemTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;

@SystemTest
@DisplayName("Sessions")
class SessionTest {

    @Autowired
    SessionRepository<? extends Session> sessions;

    @Test
    @DisplayName("a request that began before the login does not undo it")
    void loginStays() {
        assertThat(afterLogin(sessions)).isTrue();
    }

    private static <S extends Session> boolean afterLogin(SessionRepository<S> sessions) {
        var page = sessions.createSession();
        sessions.save(page);
        var picture = sessions.findById(page.getId());
        var login = sessions.findById(page.getId());
        login.changeSessionId();
        login.setAttribute(FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME, "somebody");
        sessions.save(login);
        picture.setLastAccessedTime(Instant.now());
        sessions.save(picture);
        return sessions.findById(login.getId()) != null;
    }
}
