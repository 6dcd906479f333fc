package io.github.cameldatadog.examples.filetotickets;

import io.github.cameldatadog.findings.DatadogFindingsComponent;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/** The route, in a Camel of its own. */
final class TicketRoute implements AutoCloseable {

    private final Main main = new Main();

    /**
     * @param files after how many files it comes to its end; 0 for never
     */
    TicketRoute(Workspace workspace, Target target, Progress progress, FileResults results, int files) {
        // Where requests go is settled here, and by no variable or system property that Camel would read by itself.
        main.configure()
                .withAutoConfigurationEnvironmentVariablesEnabled(false)
                .withAutoConfigurationSystemPropertiesEnabled(false)
                .withRoutesIncludePattern("classpath:camel/*.yaml")
                .withDurationMaxMessages(files);
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeInitialize(BaseMainSupport starting) {
                PropertiesComponent placeholders =
                        (PropertiesComponent) starting.getCamelContext().getPropertiesComponent();
                placeholders.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
                placeholders.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
            }
        });
        main.addOverrideProperty("work.directory", workspace.root().toString());
        main.addOverrideProperty("datadog.pages", target.pages());
        main.bind("target", target);
        main.bind("progress", progress);
        main.bind("results", results);
        main.bind("datadog-findings", component(target));
    }

    private static DatadogFindingsComponent component(Target target) {
        DatadogFindingsComponent component = new DatadogFindingsComponent();
        target.configure(component.getConfiguration());
        return component;
    }

    /** Starts it, and goes on. */
    void start() throws Exception {
        main.start();
    }

    /** Starts it, and waits until so many files went through, or somebody ends the process. */
    void run() throws Exception {
        main.run();
    }

    @Override
    public void close() {
        main.stop();
    }
}
