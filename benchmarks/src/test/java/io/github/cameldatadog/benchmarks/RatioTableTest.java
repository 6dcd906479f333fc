package io.github.cameldatadog.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RatioTableTest {

    @Test
    void eachFigureIsComparedToThatOfTheFirstRow() {
        String markdown = new RatioTable("Title", List.of("ms", "MB"))
                .row("by hand", List.of(RatioTable.Figure.ofRuns(30, 10, 20), RatioTable.Figure.ofMean(4, Double.NaN)))
                .row("ours", List.of(RatioTable.Figure.ofRuns(40, 60), RatioTable.Figure.ofMean(1, 0.5)))
                .markdown();

        assertThat(markdown)
                .isEqualTo(
                        """
                        ### Title

                        | | ms | ratio | MB | ratio |
                        | --- | ---: | ---: | ---: | ---: |
                        | by hand | 20 (10 to 30) | 1.00 | 4.00 | 1.00 |
                        | ours | 50 (40 to 60) | 2.50 | 1.00 (0.50 to 1.50) | 0.25 |

                        """);
    }

    @Test
    void whatWasNotMeasuredHasNoRatio() {
        String markdown = new RatioTable("Title", List.of("MB"))
                .row("by hand", List.of(RatioTable.Figure.ofRuns(0)))
                .row("ours", List.of(RatioTable.Figure.NONE))
                .markdown();

        assertThat(markdown).contains("| by hand | 0 |  |").endsWith("| ours |  |  |\n\n");
    }

    @Test
    void aRowHasAFigureForEachColumn() {
        assertThatThrownBy(() -> new RatioTable("Title", List.of("ms", "MB")).row("x", List.of()))
                .hasMessageContaining("2 figures");
    }
}
