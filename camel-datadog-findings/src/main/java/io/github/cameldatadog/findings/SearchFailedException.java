package io.github.cameldatadog.findings;

import org.apache.camel.spi.HttpResponseAware;

/**
 * Findings could not be searched for. The message says why, in Datadog's own words where it answered, and what to do where that
 * is known.
 */
public class SearchFailedException extends Exception implements HttpResponseAware {

    private static final long serialVersionUID = 1L;

    private int status;
    private final String requestId;

    /**
     * A search that failed.
     *
     * @param status see {@link #getHttpResponseCode()}
     * @param requestId see {@link #getRequestId()}
     * @param cause what was thrown; null if nothing was
     */
    public SearchFailedException(String message, int status, String requestId, Throwable cause) {
        super(message, cause);
        this.status = status;
        this.requestId = requestId;
    }

    /** What made a search fail, as such an exception. */
    public static SearchFailedException of(Throwable cause) {
        return cause instanceof SearchFailedException failed
                ? failed
                : new SearchFailedException("The search failed: " + cause, 0, null, cause);
    }

    /** The HTTP status with which Datadog refused it; 0 if it did not. */
    @Override
    public int getHttpResponseCode() {
        return status;
    }

    @Override
    public void setHttpResponseCode(int httpResponseCode) {
        this.status = httpResponseCode;
    }

    /** Datadog's id of the request; null if none is known. */
    public String getRequestId() {
        return requestId;
    }

    /** What Camel shows of the answer's status; null, for the message says it. */
    @Override
    public String getHttpResponseStatus() {
        return null;
    }

    @Override
    public void setHttpResponseStatus(String httpResponseStatus) {
        // The message says it.
    }
}
