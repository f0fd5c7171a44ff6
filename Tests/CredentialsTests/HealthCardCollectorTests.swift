import Testing
import Vocabulary

@testable import Credentials

@Suite struct HealthCardCollectorTests {
    private func part(_ number: Int, _ count: Int, _ text: String) -> Payload {
        Payload(Array("shc:/\(number)/\(count)/\(cardDigits(text.utf8))".utf8))
    }

    @Test func aCardIsWholeWhenAllItsCodesWereShownInAnyOrder() {
        var collector = HealthCardCollector()
        #expect(collector.take(part(3, 3, "c"), at: second(0)) == .more(have: 1, count: 3))
        #expect(collector.take(part(1, 3, "a"), at: second(1)) == .more(have: 2, count: 3))
        #expect(collector.take(part(1, 3, "a"), at: second(2)) == .more(have: 2, count: 3))
        #expect(collector.take(part(2, 3, "b"), at: second(3)) == .whole(CollectedHealthCard(jws: Array("abc".utf8))))
        #expect(collector.have == 0)
    }

    @Test func aCodeOfAnotherCardBeginsAnew() {
        var collector = HealthCardCollector()
        _ = collector.take(part(1, 3, "a"), at: second(0))
        #expect(collector.take(part(1, 3, "x"), at: second(1)) == .more(have: 1, count: 3))
        #expect(collector.take(part(2, 2, "y"), at: second(2)) == .more(have: 1, count: 2))
        #expect(collector.take(part(1, 2, "z"), at: second(3)) == .whole(CollectedHealthCard(jws: Array("zy".utf8))))
    }

    @Test func aCardThatTakesTooLongBeginsAnew() {
        var collector = HealthCardCollector(limit: .seconds(10))
        _ = collector.take(part(1, 2, "a"), at: second(0))
        #expect(collector.take(part(2, 2, "b"), at: second(11)) == .more(have: 1, count: 2))
        #expect(collector.take(part(1, 2, "a"), at: second(20)) == .whole(CollectedHealthCard(jws: Array("ab".utf8))))
    }

    @Test func whatIsNoPartIsLeftAlone() {
        var collector = HealthCardCollector()
        _ = collector.take(part(1, 2, "a"), at: second(0))
        for text in ["shc:/5676", "SP1:AB", "shc:/1/1/00", "shc:/3/2/00", "shc:/1/99/00", "shc:/1/2/", "shc:/01/2/00"] {
            #expect(collector.take(Payload(Array(text.utf8)), at: second(1)) == .single, "\(text)")
        }
        #expect(collector.have == 1)
    }

    @Test func howMuchIsKeptIsBounded() {
        var collector = HealthCardCollector()
        let long = String(repeating: "a", count: 2000)
        var kept = 0
        for number in 1...32 {
            _ = collector.take(part(number, 32, long), at: second(1))
            kept = max(kept, collector.have)
        }
        #expect(kept == 8)
    }
}
