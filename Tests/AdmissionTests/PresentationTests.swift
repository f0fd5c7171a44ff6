import Testing
import Vocabulary

@testable import Admission

@Suite struct PresentationTests {
    private var tracker = PresentationTracker(rules: PresentationRules())

    private func code(_ text: String, side: Double = 100, x: Double = 600) -> Sighting {
        let (left, right, top, bottom) = (x - side / 2, x + side / 2, 300 - side / 2, 300 + side / 2)
        return Sighting(
            payload: Payload(Array(text.utf8)),
            outline: Quad(
                topLeft: Point(x: left, y: top), topRight: Point(x: right, y: top),
                bottomRight: Point(x: right, y: bottom), bottomLeft: Point(x: left, y: bottom)))
    }

    private func at(_ milliseconds: UInt64) -> MonotonicTime { MonotonicTime(nanoseconds: milliseconds * 1_000_000) }

    /// Shows the same sightings every 33 ms in `times` and gives what was presented.
    private mutating func show(_ sightings: [Sighting], in times: Range<UInt64>) -> [String] {
        stride(from: times.lowerBound, to: times.upperBound, by: 33).compactMap { time in
            tracker.see(sightings, at: at(time)).map { String(decoding: $0.payload.bytes, as: UTF8.self) }
        }
    }

    @Test mutating func oneCodeHeldIsOnePresentationInItsSecondFrame() {
        #expect(tracker.see([code("a")], at: at(1000)) == nil)
        let presented = tracker.see([code("a")], at: at(1033))
        #expect(presented?.firstSeen == at(1000))
        #expect(show([code("a")], in: 1066..<20_000).isEmpty)
    }

    @Test mutating func aCodeIsJudgedAgainOnlyAfterItWasOutOfView() {
        #expect(show([code("a")], in: 0..<500) == ["a"])
        #expect(show([], in: 500..<3400).isEmpty)
        #expect(show([code("a")], in: 3400..<3900).isEmpty)
        #expect(show([], in: 3900..<7000).isEmpty)
        #expect(show([code("a")], in: 7000..<7500) == ["a"])
    }

    @Test mutating func aPhoneThatSignsAnewInViewIsOnePresentation() {
        let pass = "SP1:" + String(repeating: "A", count: 240)
        let first = pass + String(repeating: "1", count: 102)
        let second = pass + String(repeating: "2", count: 102)
        #expect(show([code(first)], in: 0..<15_000) == [first])
        #expect(show([code(second)], in: 15_000..<30_000).isEmpty)
        #expect(show([], in: 30_000..<34_000).isEmpty)
        #expect(show([code(second)], in: 34_000..<34_500) == [second])
    }

    @Test mutating func aSmallCodeIsNoPresentationUntilItComesNear() {
        #expect(show([code("a", side: 59)], in: 0..<1000).isEmpty)
        #expect(show([code("a", side: 61)], in: 1000..<2000) == ["a"])
    }

    @Test mutating func aMovingCodeIsNoPresentationUntilItIsHeld() {
        // 100 pixels wide, 10 pixels a frame: three of its own sides a second.
        for frame in UInt64(0)..<30 {
            #expect(tracker.see([code("a", x: 300 + 10 * Double(frame))], at: at(frame * 33)) == nil)
        }
        #expect(tracker.see([code("a", x: 591)], at: at(30 * 33)) != nil)
    }

    @Test mutating func motionCountsInTheCodesOwnSides() {
        for frame in UInt64(0)..<2 {
            let presented = tracker.see([code("a", side: 300, x: 300 + 10 * Double(frame))], at: at(frame * 33))
            #expect((presented != nil) == (frame == 1))
        }
    }

    @Test mutating func ofSeveralTheLargestComesFirstAndTheOthersInTurn() {
        let both = [code("small", side: 80, x: 200), code("large", side: 120, x: 800)]
        _ = tracker.see(both, at: at(0))
        #expect(tracker.see(both, at: at(33)).map { $0.payload.bytes } == Array("large".utf8))
        #expect(show(both, in: 66..<533).isEmpty)
        #expect(show(both, in: 534..<600) == ["small"])
    }

    @Test mutating func twoCopiesInOneFrameAreOneCode() {
        let copies = [code("a", side: 80, x: 200), code("a", side: 120, x: 800)]
        #expect(show(copies, in: 0..<2000) == ["a"])
    }

    @Test mutating func aWallOfCodesIsRememberedOnlySoFar() {
        for frame in 0..<200 {
            let wall = (0..<8).map { code("\(frame * 8 + $0)", side: 50) }
            _ = tracker.see(wall, at: at(UInt64(frame) * 33))
        }
        #expect(tracker.remembered <= PresentationTracker.capacity)
        #expect(show([code("mine")], in: 7000..<7100) == ["mine"])
    }
}
