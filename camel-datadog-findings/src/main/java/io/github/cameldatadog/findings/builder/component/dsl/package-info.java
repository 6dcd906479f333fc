/** The generated builder of the component, with a method for each option. */
package io.github.cameldatadog.findings.builder.component.dsl;
