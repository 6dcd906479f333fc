/** Requests and answers of HTTP as plain values, without any socket. */
package io.github.cameldatadog.findings.testkit.http;
