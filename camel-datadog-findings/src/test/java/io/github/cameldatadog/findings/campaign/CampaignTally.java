package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.testkit.history.RequestRecord;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.util.EnumMap;
import java.util.Map;

/** How much happened in all runs together. For use by several threads. */
final class CampaignTally {

    private long runs;
    private long exchanges;
    private long findings;
    private long requests;
    private long faults;
    private long deeds;
    private long tickets;
    private long sentAgain;
    private long foundOut;
    private long reopenings;
    private long doubled;
    private long deaths;
    private long foundOutOfTheDead;
    private long heldForLonger;
    private long notSentForTheLedger;
    private long heldByTheirOwnSearch;
    private long shared;
    private long trueOfTheSecondTime;
    private long takenForOurs;
    private long takenFromOthers;
    private long takenFromOurs;
    private final Map<TicketOutcome.Kind, Long> outcomes = new EnumMap<>(TicketOutcome.Kind.class);

    synchronized void add(CampaignRecord record) {
        runs++;
        exchanges += record.exchanges().size();
        requests += record.server().requests().size();
        faults += record.server().requests().stream()
                .map(RequestRecord::fault)
                .filter(fault -> !fault.isNone())
                .count();
        deeds += record.deeds().size();
        tickets += record.server().tickets().size();
        sentAgain += HiddenEffects.namedAgain(record);
        foundOut += WhatTookEffectIsFoundOut.foundOut(record);
        reopenings += AtMostOneTicket.reopenings(record);
        deaths += record.lives().stream().filter(NodeLife::isDead).count();
        shared += record.lives().stream().anyMatch(one -> one.node() > 0) ? 1 : 0;
        foundOutOfTheDead += WhatTheDeadMadeIsFoundOut.foundOut(record);
        heldByTheirOwnSearch += HeldElsewhereIsHeld.byTheirOwnSearch(record);
        notSentForTheLedger += record.exchanges().stream()
                .flatMap(one -> one.findings(outcome -> outcome instanceof TicketOutcome.NotSent notSent
                        && notSent.reason().startsWith("the ledger could not be asked")))
                .count();
        heldForLonger += HeldElsewhereIsHeld.whileTheLedgerWasDown(record);
        doubled += AtMostOneTicket.unavoidable(record);
        takenForOurs += ReportsAreTrue.trueOfWhatOthersPut(record);
        trueOfTheSecondTime += ReportsAreTrue.trueOfTheSecondTime(record);
        takenFromOthers += NothingIsTakenOff.races(record, false);
        takenFromOurs += NothingIsTakenOff.races(record, true);
        for (ExchangeRecord exchange : record.exchanges()) {
            findings += exchange.cameIn().size();
            count(exchange.report());
        }
    }

    private void count(TicketReport report) {
        if (report != null) {
            for (TicketOutcome.Kind kind : TicketOutcome.Kind.values()) {
                outcomes.merge(kind, report.count(kind), Long::sum);
            }
        }
    }

    @Override
    public synchronized String toString() {
        return runs + " runs: " + exchanges + " exchanges with " + findings + " findings, " + requests
                + " requests of which "
                + faults + " met a fault, " + deeds + " deeds of others, " + tickets + " tickets; " + outcomes
                + "; sent again after a doubt: " + sentAgain + "; found out that had to be: " + foundOut
                + "; another ticket after a closed one: " + reopenings
                + "; put on a second ticket by sending again what could not be seen: " + doubled
                + ", reports that tell of it: "
                + trueOfTheSecondTime + "; reports that take a case for theirs on which others put a finding: "
                + takenForOurs
                + "; taken off cases that the last look had not shown: " + takenFromOthers + " of others, "
                + takenFromOurs + " of ours; runs with two nodes: " + shared + ", deaths of nodes: " + deaths
                + "; found out that the dead had made: " + foundOutOfTheDead
                + "; not sent for the ledger could not be asked: " + notSentForTheLedger
                + "; held elsewhere for the ledger was not told: " + heldForLonger
                + ", by a search of their own exchange: " + heldByTheirOwnSearch;
    }
}
