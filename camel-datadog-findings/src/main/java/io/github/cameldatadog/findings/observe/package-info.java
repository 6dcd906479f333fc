/** What an operator sees of the work: counts, metrics, log lines, spans and the dev console. Decides nothing. */
package io.github.cameldatadog.findings.observe;
