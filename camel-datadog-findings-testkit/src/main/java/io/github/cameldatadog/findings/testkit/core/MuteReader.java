package io.github.cameldatadog.findings.testkit.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the body of a request that mutes or unmutes findings. */
final class MuteReader {

    private static final int MOST_FINDINGS = 100;
    private static final int LONGEST_DESCRIPTION = 280;
    private static final String DATA = "data";
    private static final String MUTE = "data.attributes.mute";

    private MuteReader() {}

    static Command.ChangeMute read(byte[] body) throws Refusal {
        ObjectNode data = StrictJson.object(StrictJson.data(body), DATA);
        StrictJson.members(data, DATA, Set.of("attributes", "id", "relationships", "type"));
        StrictJson.type(data, DATA, "mute");
        if (data.has("id")) {
            StrictJson.id(data, DATA);
        }
        ObjectNode attributes = StrictJson.object(data, DATA, "attributes");
        StrictJson.members(attributes, "data.attributes", Set.of("mute"));
        Mute mute = mute(StrictJson.object(attributes, "data.attributes", "mute"));
        ObjectNode relationships = RelationshipsReader.of(data, DATA, Set.of("findings"));
        return new Command.ChangeMute(mute, new RelationshipsReader(MOST_FINDINGS).findings(relationships, DATA));
    }

    private static Mute mute(ObjectNode mute) throws Refusal {
        StrictJson.members(mute, MUTE, Set.of("is_muted", "reason", "description", "expire_at"));
        boolean muted = StrictJson.truth(mute, MUTE, "is_muted");
        String reason = StrictJson.text(mute, MUTE, "reason");
        if (!Mute.reasons(muted).contains(reason)) {
            String allowed = String.join(", ", new TreeSet<>(Mute.reasons(muted)));
            String what = muted ? "mute" : "unmute";
            throw unprocessable("Invalid reason to " + what + ": \"" + reason + "\". Allowed reasons: " + allowed);
        }
        Optional<String> description = StrictJson.optionalText(mute, MUTE, "description");
        if (description.isPresent() && description.get().length() > LONGEST_DESCRIPTION) {
            throw unprocessable("Invalid description. It may have at most " + LONGEST_DESCRIPTION
                    + " characters but has " + description.get().length());
        }
        return new Mute(muted, reason, description, expireAt(mute));
    }

    private static Optional<Instant> expireAt(ObjectNode mute) throws Refusal {
        JsonNode value = mute.get("expire_at");
        if (value == null) {
            return Optional.empty();
        }
        if (!value.canConvertToLong() || !value.isIntegralNumber()) {
            throw Refusal.badRequest(MUTE + ".expire_at must be milliseconds since 1970 but is " + value);
        }
        return Optional.of(Instant.ofEpochMilli(value.longValue()));
    }

    private static Refusal unprocessable(String detail) {
        return Refusal.violation(422, "Invalid Request", detail);
    }
}
