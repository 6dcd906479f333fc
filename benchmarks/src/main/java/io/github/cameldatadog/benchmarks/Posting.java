package io.github.cameldatadog.benchmarks;

/** One way to make tickets of a body of findings. Close it to stop its Camel context. */
public interface Posting extends AutoCloseable {

    /**
     * Makes tickets of every finding of a search answer, 50 on each, 50 tickets in a request.
     *
     * @param body a file, bytes or text
     */
    Made post(Object body);

    @Override
    void close();

    /**
     * What was made.
     *
     * @param findings how many findings are on tickets, by the answers
     * @param requests how many requests made these tickets
     */
    record Made(long findings, long requests) {}

    /** The ways that are compared. */
    enum Way {
        /** A route of camel-jackson and camel-http. */
        TODAY("by hand, camel-jackson and camel-http") {
            @Override
            Posting to(String baseUrl) {
                return new TodaysRoute(baseUrl);
            }
        },
        /** The component, sending what the route of today sends, one request after the other. */
        COMPONENT_ONE_AT_A_TIME("component, same requests, one at a time") {
            @Override
            Posting to(String baseUrl) {
                return new ComponentRoute(baseUrl, "lookupTickets=never&maxInFlight=1");
            }
        },
        /** The component, sending what the route of today sends. */
        COMPONENT("component, same requests, four at a time") {
            @Override
            Posting to(String baseUrl) {
                return new ComponentRoute(baseUrl, "lookupTickets=never");
            }
        },
        /** The component as it is without any option: it looks every finding up before it sends it. */
        COMPONENT_WITH_LOOK("component as it comes, looking every finding up first") {
            @Override
            Posting to(String baseUrl) {
                return new ComponentRoute(baseUrl, "");
            }
        };

        private final String words;

        Way(String words) {
            this.words = words;
        }

        abstract Posting to(String baseUrl);

        /** The way in words. */
        String words() {
            return words;
        }
    }
}
