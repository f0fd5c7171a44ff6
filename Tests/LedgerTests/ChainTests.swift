import Testing
import Vocabulary

@testable import Ledger

/// What is on disk must verify for years: these were computed apart from this program, from the words of `Chain` and
/// `LedgerKey` alone (HMAC and HKDF of Python's library).
@Suite struct ChainTests {
    private let key = LedgerKey(secret: Array(0..<32))
    private let previous = LedgerHead(sequence: 6, hmac: [UInt8](repeating: 0xAB, count: 32))

    private func hex(_ bytes: [UInt8]) -> String { "\(LedgerHead(sequence: 0, hmac: bytes))".dropFirst(2).description }

    @Test func `a row's HMAC is what it always was`() {
        var entry = LedgerEntry(
            kind: .decision, gate: "door", monotonic: MonotonicTime(nanoseconds: 7), time: noon, clock: .trusted,
            note: "none")
        entry.credential = key.hash(of: pass(1))
        entry.holderClass = .visitor
        entry.format = .sitePass
        entry.verdict = .admit
        entry.reason = .ok
        entry.policyVersion = "p1"
        entry.spends = Spending(until: later(1))
        let row = LedgerRow(entry, station: "north", boot: "boot-1", after: previous, in: Chain(key))
        #expect(row.sequence == 7)
        #expect(hex(row.hmac) == "6e3725420238c84528d5ce36888100858c903923b89e34a63c78b5bd5a70eda9")
    }

    @Test func `an anchor's seal is what it always was`() {
        let anchor = LedgerHead(sequence: 7, hmac: previous.hmac)
        #expect(hex(Chain(key).seal(anchor)) == "db40925942ae32e74ab8d7c6b0b559b4c46438a88d73ec243d64426f645fbd49")
    }

    @Test func `a credential's hash is what it always was`() {
        #expect(
            hex(key.hash(of: pass(1)).bytes) == "05d394b2eb05f603a5bd5f822348715ff653691c69e0266e34f9764a1d6d3834")
    }
}
