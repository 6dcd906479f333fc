/**
 * Turns the body of an exchange into findings, pulled one by one.
 *
 * <p>{@link io.github.cameldatadog.findings.internal.reading.FindingReader} recognises what the body is. Whatever holds
 * JSON, or holds what could be JSON (maps, trees), is then walked by one and the same code over Jackson's streaming
 * parser, so that a finding reads the same from a file, a list of maps or a string. Only ids and asked-for fields are
 * kept; memory does not grow with the document.
 */
package io.github.cameldatadog.findings.internal.reading;
