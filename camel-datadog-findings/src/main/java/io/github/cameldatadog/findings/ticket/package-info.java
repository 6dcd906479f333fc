/**
 * The domain: findings, drafts of tickets, what became of them, and the report that adds it all up.
 *
 * <p>Plain Java that depends on the JDK alone. It knows neither Camel nor HTTP nor JSON, so that what a finding, a draft
 * or an outcome means can be read and tested without either.
 */
package io.github.cameldatadog.findings.ticket;
