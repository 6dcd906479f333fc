package io.github.cameldatadog.findings.testkit.query;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a query from left to right. */
final class QueryCursor {

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

    /** Characters which mean something to the language, so that a value has them only when quoted or escaped. */
    private static final String SPECIAL = "()[]{}\":^&|!<>#@";

    private final String query;
    private int position;

    QueryCursor(String query) {
        this.query = query;
    }

    boolean atEnd() {
        return position >= query.length();
    }

    char peek() {
        return query.charAt(position);
    }

    void skipBlanks() {
        while (!atEnd() && Character.isWhitespace(peek())) {
            position++;
        }
    }

    boolean take(char expected) {
        if (!atEnd() && peek() == expected) {
            position++;
            return true;
        }
        return false;
    }

    boolean takeAll(String expected) {
        if (query.startsWith(expected, position)) {
            position += expected.length();
            return true;
        }
        return false;
    }

    /** Takes a keyword with the blanks around it, if it comes next and is not the start of a longer word. */
    boolean takeWord(String word) {
        int start = position;
        skipBlanks();
        if (atWord(word)) {
            position += word.length();
            skipBlanks();
            return true;
        }
        position = start;
        return false;
    }

    private boolean atWord(String word) {
        return query.startsWith(word, position) && endsWord(position + word.length());
    }

    private boolean endsWord(int end) {
        return end < query.length() && (Character.isWhitespace(query.charAt(end)) || query.charAt(end) == '(');
    }

    /** Whether, after blanks, something follows that is joined by an implied AND. */
    boolean startsOperand() {
        int start = position;
        skipBlanks();
        boolean apart = position > start || (start > 0 && query.charAt(start - 1) == ')');
        boolean operand = !atEnd() && peek() != ')' && !atWord("OR");
        if (!(apart && operand)) {
            position = start;
            return false;
        }
        return true;
    }

    void expect(char expected) throws QueryException {
        if (!take(expected)) {
            throw problem("expected '" + expected + "'");
        }
    }

    String name(Pattern pattern, String what) throws QueryException {
        return match(pattern, what);
    }

    BigDecimal number() throws QueryException {
        return new BigDecimal(match(NUMBER, "a number"));
    }

    private String match(Pattern pattern, String what) throws QueryException {
        Matcher matcher = pattern.matcher(query).region(position, query.length());
        if (!matcher.lookingAt()) {
            throw problem("expected " + what);
        }
        position = matcher.end();
        return matcher.group();
    }

    /** The text up to the closing quote; the opening one has been taken. */
    String quoted() throws QueryException {
        int start = position - 1;
        StringBuilder text = new StringBuilder();
        while (!atEnd()) {
            char c = query.charAt(position++);
            if (c == '"') {
                return text.toString();
            }
            text.append(c == '\\' && !atEnd() ? query.charAt(position++) : c);
        }
        position = start;
        throw problem("a quote is not closed");
    }

    /** A value without quotes, in which * and ? are wildcards. */
    ValueCondition bareValue() throws QueryException {
        StringBuilder text = new StringBuilder();
        StringBuilder regex = new StringBuilder();
        boolean wild = false;
        while (!atEnd() && !Character.isWhitespace(peek()) && peek() != ')') {
            char c = query.charAt(position);
            if (SPECIAL.indexOf(c) >= 0) {
                throw problem("'" + c + "' in a value has to be quoted or escaped");
            }
            position++;
            if (c == '*' || c == '?') {
                wild = true;
                regex.append(c == '*' ? ".*" : ".");
                text.append(c);
                continue;
            }
            char literal = c == '\\' && !atEnd() ? query.charAt(position++) : c;
            text.append(literal);
            regex.append(Pattern.quote(String.valueOf(literal)));
        }
        return condition(text.toString(), regex.toString(), wild);
    }

    private ValueCondition condition(String text, String regex, boolean wild) throws QueryException {
        if (text.isEmpty()) {
            throw problem("expected a value");
        }
        if (text.equals("OR") || text.equals("AND") || text.equals("NOT")) {
            throw problem("expected a value but found " + text);
        }
        if (wild && text.equals("*")) {
            return new ValueCondition.Exists();
        }
        return wild ? new ValueCondition.Like(Pattern.compile(regex, Pattern.DOTALL)) : new ValueCondition.Equal(text);
    }

    QueryException problem(String what) {
        return new QueryException(query, position + 1, what);
    }
}
