/**
 * Builds the component in Java, option by option, with completion:
 * {@code ComponentsBuilderFactory.datadogFindings().site("datadoghq.eu").register(context, "datadog-findings")}.
 *
 * <p>{@code ComponentsBuilderFactory} and the builder are generated from the component's options.
 */
package io.github.cameldatadog.findings.builder.component;
