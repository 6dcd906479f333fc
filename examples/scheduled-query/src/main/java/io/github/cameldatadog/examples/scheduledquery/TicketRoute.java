package io.github.cameldatadog.examples.scheduledquery;

import io.github.cameldatadog.findings.DatadogFindingsComponent;
import io.github.cameldatadog.findings.ticket.TicketLedger;
import java.util.function.Consumer;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/** The route, in a Camel of its own. */
final class TicketRoute implements AutoCloseable {

    private final Main main = new Main();

    /** @param cron when it polls; null for what the properties say */
    TicketRoute(Target target, String cron, Schedule schedule, TicketLedger ledger, Firings firings) {
        // Where requests go is settled here, and by no variable or system property that Camel would read by itself.
        main.configure()
                // Quartz finds the route of a firing by this name, on whatever node.
                .withName("scheduled-query")
                .withAutoConfigurationEnvironmentVariablesEnabled(false)
                .withAutoConfigurationSystemPropertiesEnabled(false)
                .withRoutesIncludePattern("classpath:camel/*.yaml");
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeInitialize(BaseMainSupport starting) {
                PropertiesComponent placeholders =
                        (PropertiesComponent) starting.getCamelContext().getPropertiesComponent();
                placeholders.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
                placeholders.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
            }
        });
        if (cron != null) {
            main.addOverrideProperty("query.cron", cron);
        }
        main.bind("links", new FindingLinks(target.pages()));
        main.bind("firings", firings);
        main.bind("ledger", ledger);
        main.bind("quartz", quartz(schedule));
        main.bind("datadog-findings", component(target));
    }

    private static QuartzComponent quartz(Schedule schedule) {
        QuartzComponent quartz = new QuartzComponent();
        quartz.setSchedulerFactory(schedule);
        return quartz;
    }

    private static DatadogFindingsComponent component(Target target) {
        DatadogFindingsComponent component = new DatadogFindingsComponent();
        target.configure(component.getConfiguration());
        return component;
    }

    /** Has that told, when it has started, at what times it polls. */
    void onStart(Consumer<String> cron) {
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterStart(BaseMainSupport started) {
                cron.accept(started.getCamelContext().resolvePropertyPlaceholders("{{query.cron}}"));
            }
        });
    }

    /** Starts it, and waits until it is to end, or somebody ends the process. */
    void run() throws Exception {
        main.run();
    }

    /** Lets {@link #run} come to its end. */
    void end() {
        main.completed();
    }

    @Override
    public void close() {
        main.stop();
    }
}
