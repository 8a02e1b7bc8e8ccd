package org.panjika.access.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * The server itself reads parts onto the disk, below all filters: where their length is not said it gets no more of them than their place
 * takes. {@link BodyLimits} refuses what was cut.
 */
@Component
class CutParts implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    /** Attribute of a request of which not all was read. */
    static final String CUT = CutParts.class.getName();

    @Override
    public void customize(TomcatServletWebServerFactory server) {
        server.addEngineValves(new Cutting());
    }

    private static final class Cutting extends ValveBase {

        Cutting() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            if (request.getContentLengthLong() >= 0 || !BodyLimits.isMultipart(request)) {
                getNext().invoke(request, response);
                return;
            }
            var raw = request.getCoyoteRequest();
            var whole = raw.getInputBuffer();
            raw.setInputBuffer(
                    new Limited(whole, BodyLimits.mostBytes(request), () -> request.setAttribute(CUT, true)));
            try {
                getNext().invoke(request, response);
            } finally {
                raw.setInputBuffer(whole);
            }
        }
    }

    /** Ends at the limit: an error while reading would be answered by the server, not by us. */
    private static final class Limited implements InputBuffer {

        private final InputBuffer whole;
        private final Runnable cut;
        private long left;

        Limited(InputBuffer whole, long most, Runnable cut) {
            this.whole = whole;
            this.left = most;
            this.cut = cut;
        }

        @Override
        public int doRead(ApplicationBufferHandler handler) throws IOException {
            if (left < 0) return -1;
            var read = whole.doRead(handler);
            left -= Math.max(0, read);
            if (left < 0) cut.run();
            return read;
        }

        @Override
        public int available() {
            return left < 0 ? 0 : whole.available();
        }
    }
}
