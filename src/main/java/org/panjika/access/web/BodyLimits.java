package org.panjika.access.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.web.BodyTooLarge;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.session.web.http.SessionRepositoryFilter;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * How much a request may bring, before anything of it is read: {@code too-large} beyond. What does not say its length is cut off where
 * the limit is.
 */
@Component
@Order(BodyLimits.AFTER_SESSIONS + 1)
class BodyLimits extends OncePerRequestFilter {

    /** And before security, which reads forms. */
    static final int AFTER_SESSIONS = SessionRepositoryFilter.DEFAULT_ORDER + 1;

    /** Lists and models. */
    private static final int LISTS = 64;

    /** Pages that take a scan, which may have 5 MB; one that is larger is refused by the page, which keeps what was typed. */
    private static final int FILES = 32;

    /** 500 marks with photographs of 35 KB. */
    private static final int BATCH = 24;

    private static final int OTHERWISE = 4;

    private final ProblemAnswers answers;

    BodyLimits(ProblemAnswers answers) {
        this.answers = answers;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getContentLengthLong() == 0
                || request.getContentLengthLong() < 0 && request.getHeader("Transfer-Encoding") == null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var multipart = isMultipart(request);
        if (multipart && fromNobody(request)) {
            answers.refuseOrSendTo("/login", new Refused(CommonProblem.NOT_AUTHENTICATED), request, response);
            return;
        }
        var megabytes = megabytes(request, multipart);
        var most = mostBytes(request);
        if (request.getContentLengthLong() > most) {
            answers.refuse(new Refused(CommonProblem.TOO_LARGE, Map.of("maxMegabytes", megabytes)), request, response);
        } else if (request.getContentLengthLong() < 0) {
            chain.doFilter(new Cut(request, most), response);
        } else {
            chain.doFilter(request, response);
        }
    }

    static long mostBytes(HttpServletRequest request) {
        return megabytes(request, isMultipart(request)) * 1024L * 1024;
    }

    private static int megabytes(HttpServletRequest request, boolean multipart) {
        var path = request.getRequestURI();
        if (!multipart) return path.equals("/api/v1/attendance/marks/batch") ? BATCH : OTHERWISE;
        if (path.equals("/api/v1/attendance/marks")) return OTHERWISE;
        return path.startsWith("/api/v1/imports/") || path.startsWith("/admin/") || path.startsWith("/engine-rest/")
                ? LISTS
                : FILES;
    }

    /**
     * Nobody sends files without a login: they would be on the disk before anything asks who it is. What a program says of itself is
     * proved where programs come in, and nowhere else.
     */
    private static boolean fromNobody(HttpServletRequest request) {
        var path = request.getRequestURI();
        if (ProgramLoginFilter.concerns(request) && (path.startsWith("/api/") || path.startsWith("/engine-rest/")))
            return false;
        var session = request.getSession(false);
        return session == null
                || session.getAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY) == null;
    }

    static boolean isMultipart(HttpServletRequest request) {
        var type = request.getContentType();
        return type != null && type.regionMatches(true, 0, MediaType.MULTIPART_FORM_DATA_VALUE, 0, 19);
    }

    /** Reads no further than the limit. */
    private static final class Cut extends HttpServletRequestWrapper {

        private final long most;
        private ServletInputStream in;

        Cut(HttpServletRequest request, long most) {
            super(request);
            this.most = most;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            if (in == null) in = new Counted(super.getInputStream(), most);
            return in;
        }

        /** Parts are read below this door, onto the disk. */
        @Override
        public Collection<Part> getParts() throws IOException, ServletException {
            try {
                var parts = super.getParts();
                if (getAttribute(CutParts.CUT) == null) return parts;
            } catch (IOException | ServletException | IllegalStateException broken) {
                if (getAttribute(CutParts.CUT) == null) throw broken;
            }
            throw new BodyTooLarge();
        }

        @Override
        public BufferedReader getReader() throws IOException {
            return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }
    }

    private static final class Counted extends ServletInputStream {

        private final ServletInputStream in;
        private long left;

        Counted(ServletInputStream in, long most) {
            this.in = in;
            this.left = most;
        }

        @Override
        public int read() throws IOException {
            var read = in.read();
            if (read >= 0) count(1);
            return read;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            var read = in.read(to, offset, length);
            if (read > 0) count(read);
            return read;
        }

        private void count(int read) throws BodyTooLarge {
            left -= read;
            if (left < 0) throw new BodyTooLarge();
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }
}
