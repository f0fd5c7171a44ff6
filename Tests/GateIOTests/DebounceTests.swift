import Testing
import Vocabulary

@testable import GateIO

/// The debounce alone, with stated times: 30 ms to settle.
@Suite struct DebounceTests {
    /// A contact that is found open at 0.
    func open() -> Debounce { Debounce(level: false, settle: .milliseconds(30), at: .at(0)) }

    @Test func aPressCountsFromItsEdgeOnceItStoodStill() {
        var contact = open()
        #expect(contact.note(true, at: .at(100)) == nil)
        #expect(contact.due == .at(130))
        #expect(contact.settle(at: .at(129)) == nil)
        #expect(!contact.level)
        #expect(contact.settle(at: .at(130)) == Edge(isActive: true, time: .at(100)))
        #expect(contact.level && contact.due == nil)
        #expect(contact.settle(at: .at(1000)) == nil, "it is told once")
    }

    @Test func aBounceIsNoPress() {
        var contact = open()
        for start in stride(from: 100, to: 1000, by: 40) as StrideTo<UInt64> {
            #expect(contact.note(true, at: .at(start)) == nil)
            #expect(contact.note(false, at: .at(start + 29)) == nil)
        }
        #expect(contact.settle(at: .at(5000)) == nil)
        #expect(contact.due == nil)
    }

    @Test("a press that bounces at both ends is one press, from its last bounce")
    func bouncing() {
        var contact = open()
        var changes: [Edge?] = []
        for (isActive, time) in [
            (true, 100), (false, 103), (true, 105), (false, 112), (true, 113), (false, 600), (true, 602), (false, 606),
        ] as [(Bool, UInt64)] {
            changes.append(contact.note(isActive, at: .at(time)))
        }
        changes.append(contact.settle(at: .at(700)))
        #expect(
            changes.compactMap { $0 } == [
                Edge(isActive: true, time: .at(113)), Edge(isActive: false, time: .at(606)),
            ])
    }

    @Test("whoever takes the edges in a second late still sees the press, and how long it was")
    func late() {
        var contact = open()
        #expect(contact.note(true, at: .at(100)) == nil)
        #expect(contact.note(false, at: .at(500)) == Edge(isActive: true, time: .at(100)))
        #expect(contact.settle(at: .at(2000)) == Edge(isActive: false, time: .at(500)))
    }

    @Test("400 ms are seen by a debounce of any allowed length", arguments: [1, 30, 300])
    func always(settle: Int) {
        var contact = Debounce(level: false, settle: .milliseconds(settle), at: .at(0))
        #expect(Debounce.bounds.contains(contact.settle))
        _ = contact.note(true, at: .at(1000))
        #expect(contact.note(false, at: .at(1400)) == Edge(isActive: true, time: .at(1000)))
    }

    @Test func anEdgeThatIsOlderThanWhatIsKnownChangesNoTimes() {
        var contact = open()
        _ = contact.note(true, at: .at(100))
        #expect(contact.note(true, at: .at(90)) == nil)
        #expect(contact.settle(at: .at(130)) == Edge(isActive: true, time: .at(100)))
    }
}
