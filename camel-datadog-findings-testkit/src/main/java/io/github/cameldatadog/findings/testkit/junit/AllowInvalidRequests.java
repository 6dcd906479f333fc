package io.github.cameldatadog.findings.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets a test, or all tests of a class, send requests that break the specification. Without it such a request fails the
 * test afterwards, whatever the test itself looked at.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface AllowInvalidRequests {

    /** Why invalid requests are expected here; for readers. */
    String value() default "";
}
