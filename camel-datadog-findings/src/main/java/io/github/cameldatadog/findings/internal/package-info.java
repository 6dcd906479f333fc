/**
 * The glue between Camel's exchanges and the domain: reading bodies, running one exchange, rendering drafts. Not API: it
 * changes without notice, and nothing outside this module may use it.
 */
package io.github.cameldatadog.findings.internal;
