package io.github.cameldatadog.findings.testkit.query;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Parses by recursive descent: OR binds weaker than AND, which binds weaker than NOT. */
final class QueryParser {

    private static final Pattern FIELD_PATH = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    private static final Pattern TAG_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]*");
    private static final int DEEPEST = 50;

    private final QueryCursor cursor;
    private int depth;

    QueryParser(String query) {
        this.cursor = new QueryCursor(query);
    }

    FindingQuery parse() throws QueryException {
        cursor.skipBlanks();
        if (cursor.atEnd()) {
            return new FindingQuery.Everything();
        }
        FindingQuery query = disjunction();
        cursor.skipBlanks();
        if (!cursor.atEnd()) {
            throw cursor.problem("unexpected '" + cursor.peek() + "'");
        }
        return query;
    }

    private FindingQuery disjunction() throws QueryException {
        List<FindingQuery> parts = new ArrayList<>(List.of(conjunction()));
        while (cursor.takeWord("OR")) {
            parts.add(conjunction());
        }
        return parts.size() == 1 ? parts.get(0) : new FindingQuery.Any(List.copyOf(parts));
    }

    private FindingQuery conjunction() throws QueryException {
        List<FindingQuery> parts = new ArrayList<>(List.of(negation()));
        while (cursor.takeWord("AND") || cursor.startsOperand()) {
            parts.add(negation());
        }
        return parts.size() == 1 ? parts.get(0) : new FindingQuery.All(List.copyOf(parts));
    }

    private FindingQuery negation() throws QueryException {
        if (cursor.takeWord("NOT") || cursor.take('-')) {
            enter();
            FindingQuery inner = negation();
            depth--;
            return new FindingQuery.Not(inner);
        }
        return operand();
    }

    private FindingQuery operand() throws QueryException {
        cursor.skipBlanks();
        if (cursor.take('(')) {
            enter();
            FindingQuery inner = disjunction();
            leave();
            return inner;
        }
        if (cursor.takeAll("*:*") || cursor.take('*')) {
            return new FindingQuery.Everything();
        }
        if (cursor.take('@')) {
            String path = cursor.name(FIELD_PATH, "a field path");
            cursor.expect(':');
            return new FindingQuery.Field(List.of(path.split("\\.")), value());
        }
        String tag = cursor.name(TAG_NAME, "@field:value, tag:value or *");
        cursor.expect(':');
        return new FindingQuery.Tag(tag, value());
    }

    private ValueCondition value() throws QueryException {
        if (cursor.take('(')) {
            enter();
            ValueCondition inner = anyValue();
            leave();
            return inner;
        }
        return singleValue();
    }

    private ValueCondition anyValue() throws QueryException {
        List<ValueCondition> parts = new ArrayList<>(List.of(allValues()));
        while (cursor.takeWord("OR")) {
            parts.add(allValues());
        }
        return parts.size() == 1 ? parts.get(0) : new ValueCondition.AnyOf(List.copyOf(parts));
    }

    private ValueCondition allValues() throws QueryException {
        List<ValueCondition> parts = new ArrayList<>(List.of(oneValue()));
        while (cursor.takeWord("AND") || cursor.startsOperand()) {
            parts.add(oneValue());
        }
        return parts.size() == 1 ? parts.get(0) : new ValueCondition.AllOf(List.copyOf(parts));
    }

    private ValueCondition oneValue() throws QueryException {
        cursor.skipBlanks();
        if (cursor.takeWord("NOT") || cursor.take('-')) {
            enter();
            ValueCondition inner = oneValue();
            depth--;
            return new ValueCondition.NoneOf(inner);
        }
        return value();
    }

    private ValueCondition singleValue() throws QueryException {
        if (cursor.take('[')) {
            return range(']', true);
        }
        if (cursor.take('{')) {
            return range('}', false);
        }
        if (cursor.take('>')) {
            boolean included = cursor.take('=');
            return new ValueCondition.Between(Optional.of(number()), included, Optional.empty(), false);
        }
        if (cursor.take('<')) {
            boolean included = cursor.take('=');
            return new ValueCondition.Between(Optional.empty(), false, Optional.of(number()), included);
        }
        if (cursor.take('"')) {
            return new ValueCondition.Equal(cursor.quoted());
        }
        return cursor.bareValue();
    }

    private ValueCondition range(char end, boolean included) throws QueryException {
        cursor.skipBlanks();
        Optional<BigDecimal> low = bound();
        if (!cursor.takeWord("TO")) {
            throw cursor.problem("expected TO");
        }
        cursor.skipBlanks();
        Optional<BigDecimal> high = bound();
        cursor.skipBlanks();
        cursor.expect(end);
        return new ValueCondition.Between(low, included, high, included);
    }

    private Optional<BigDecimal> bound() throws QueryException {
        return cursor.take('*') ? Optional.empty() : Optional.of(number());
    }

    private BigDecimal number() throws QueryException {
        return cursor.number();
    }

    private void enter() throws QueryException {
        if (++depth > DEEPEST) {
            throw cursor.problem("more than " + DEEPEST + " levels in each other");
        }
    }

    private void leave() throws QueryException {
        cursor.skipBlanks();
        cursor.expect(')');
        depth--;
    }
}
