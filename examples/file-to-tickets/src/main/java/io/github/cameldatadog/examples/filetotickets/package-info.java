/** An application: files of Datadog security findings that are dropped into a folder become ServiceNow tickets. */
package io.github.cameldatadog.examples.filetotickets;
