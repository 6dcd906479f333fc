package io.github.cameldatadog.findings.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** In which order requests are called off. */
class FlightsTest {

    @Test
    void requestsAreCalledOffInTheOrderTheyWereLaunchedIn() {
        Flights flights = new Flights();
        List<Integer> calledOff = new ArrayList<>();
        List<Integer> launched = IntStream.range(0, 20).boxed().toList();
        launched.forEach(number -> flights.launch(landed -> reason -> calledOff.add(number)));

        flights.callOff("enough");

        assertThat(calledOff).isEqualTo(launched);
    }
}
