package io.github.cameldatadog.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Figures as a Markdown table, each with its ratio to the first row's, which is the baseline. */
final class RatioTable {

    private final String title;
    private final List<String> columns;
    private final List<Row> rows = new ArrayList<>();

    private record Row(String name, List<Figure> figures) {}

    /**
     * A measured value.
     *
     * @param value the median or the mean
     * @param low the least of what was measured, or the lower bound of the mean
     * @param high the most of what was measured, or the upper bound of the mean
     */
    record Figure(double value, double low, double high) {

        /** What was not measured. */
        static final Figure NONE = new Figure(Double.NaN, Double.NaN, Double.NaN);

        /** The median of several runs, with the least and the most. */
        static Figure ofRuns(double... runs) {
            double[] sorted = runs.clone();
            Arrays.sort(sorted);
            int middle = sorted.length / 2;
            double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
            return new Figure(median, sorted[0], sorted[sorted.length - 1]);
        }

        /** A mean with its error. */
        static Figure ofMean(double mean, double error) {
            return Double.isNaN(error) ? new Figure(mean, mean, mean) : new Figure(mean, mean - error, mean + error);
        }

        private String words() {
            if (Double.isNaN(value)) {
                return "";
            }
            String text = number(value);
            return low == high ? text : text + " (" + number(low) + " to " + number(high) + ")";
        }

        private static String number(double value) {
            String format = Math.abs(value) < 0.1 ? "%.4f" : Math.abs(value) < 10 ? "%.2f" : "%.0f";
            return value == 0 ? "0" : String.format(Locale.ROOT, format, value);
        }
    }

    RatioTable(String title, List<String> columns) {
        this.title = title;
        this.columns = List.copyOf(columns);
    }

    RatioTable row(String name, List<Figure> figures) {
        if (figures.size() != columns.size()) {
            throw new IllegalArgumentException(
                    "a row of " + columns.size() + " figures was expected but has " + figures.size());
        }
        rows.add(new Row(name, List.copyOf(figures)));
        return this;
    }

    private static String ratio(double ratio) {
        return String.format(Locale.ROOT, ratio < 100 ? "%.2f" : "%.0f", ratio);
    }

    /** The table, each figure followed by its ratio to the baseline's. */
    String markdown() {
        StringBuilder text = new StringBuilder("### ").append(title).append("\n\n| |");
        columns.forEach(column -> text.append(' ').append(column).append(" | ratio |"));
        text.append("\n| --- |").append(" ---: | ---: |".repeat(columns.size())).append('\n');
        for (Row row : rows) {
            text.append("| ").append(row.name()).append(" |");
            for (int i = 0; i < columns.size(); i++) {
                Figure figure = row.figures().get(i);
                double baseline = rows.get(0).figures().get(i).value();
                text.append(' ')
                        .append(figure.words())
                        .append(" | ")
                        .append(baseline == 0 || Double.isNaN(figure.value()) ? "" : ratio(figure.value() / baseline))
                        .append(" |");
            }
            text.append('\n');
        }
        return text.append('\n').toString();
    }
}
