/** An application: on a schedule, open findings without a ticket become ServiceNow tickets; on one node or on several. */
package io.github.cameldatadog.examples.scheduledquery;
