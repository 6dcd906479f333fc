/** HTTP on Netty: carries requests to the core and does to the connection what the core decided. */
package io.github.cameldatadog.findings.testkit.wire;
