package io.github.cameldatadog.findings.testkit.core;

import io.github.cameldatadog.findings.testkit.Operation;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which keys are good, who is behind them, and what they may do. Guarded by the lock of the core. */
final class KeyRing {

    private final Set<String> apiKeys = new HashSet<>();
    private final Map<String, String> users;
    private final Map<String, Set<Operation>> withdrawn = new HashMap<>();

    KeyRing(CoreSettings settings) {
        this.apiKeys.add(settings.apiKey());
        this.users = new HashMap<>(settings.users());
    }

    void acceptApiKey(String key) {
        apiKeys.add(notBlank(key));
    }

    void refuseApiKey(String key) {
        apiKeys.remove(key);
    }

    void acceptApplicationKey(String key, String user) {
        users.put(notBlank(key), user);
    }

    void refuseApplicationKey(String key) {
        users.remove(key);
    }

    private static String notBlank(String key) {
        if (key.isBlank()) {
            throw new IllegalArgumentException("a key must not be blank");
        }
        return key;
    }

    void permission(String applicationKey, Operation operation, boolean granted) {
        Set<Operation> lost = withdrawn.computeIfAbsent(applicationKey, key -> EnumSet.noneOf(Operation.class));
        if (granted) {
            lost.remove(needed(operation));
        } else {
            lost.add(needed(operation));
        }
    }

    /** There is one permission to read findings, and one to change them and what they are attached to. */
    private static Operation needed(Operation operation) {
        if (operation.changesFindings()) {
            return Operation.CREATE;
        }
        return operation == Operation.LIST ? Operation.SEARCH : operation;
    }

    /** Who calls, if the keys are good and may do this. */
    Identity authorize(List<String> givenApiKeys, List<String> applicationKeys, Operation operation) throws Refusal {
        if (givenApiKeys.size() != 1 || !apiKeys.contains(givenApiKeys.get(0))) {
            throw forbidden();
        }
        if (operation == Operation.VALIDATE) {
            return Identity.actor("validation");
        }
        String key = applicationKeys.isEmpty() ? "" : applicationKeys.get(0);
        String user = users.get(key);
        boolean lost = withdrawn.getOrDefault(key, Set.of()).contains(needed(operation));
        if (applicationKeys.size() != 1 || user == null || lost) {
            throw forbidden();
        }
        return new Identity(user, Identity.userId(user), true);
    }

    private static Refusal forbidden() {
        return Refusal.circumstance(403, "Forbidden", "Forbidden");
    }
}
