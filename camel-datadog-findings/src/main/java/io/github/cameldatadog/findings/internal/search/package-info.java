/** Finding findings by a query: settings, the way through the pages, and what was delivered before. */
package io.github.cameldatadog.findings.internal.search;
