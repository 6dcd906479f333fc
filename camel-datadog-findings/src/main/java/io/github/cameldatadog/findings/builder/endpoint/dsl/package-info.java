/** The generated builder of endpoint URIs, with a method for each option and the names of the headers. */
package io.github.cameldatadog.findings.builder.endpoint.dsl;
