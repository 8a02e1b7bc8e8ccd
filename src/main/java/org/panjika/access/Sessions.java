package org.panjika.access;

import java.util.Optional;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.stereotype.Component;

/** Ends login sessions. */
@Component
class Sessions {

    private final FindByIndexNameSessionRepository<? extends Session> repository;

    Sessions(FindByIndexNameSessionRepository<? extends Session> repository) {
        this.repository = repository;
    }

    /** Ends all sessions of a login but one. */
    void end(String login, Optional<String> butNot) {
        repository.findByPrincipalName(login).keySet().stream()
                .filter(id -> !butNot.equals(Optional.of(id)))
                .forEach(repository::deleteById);
    }
}
