import Testing
import Vocabulary

@testable import GateIO

@Suite struct ExitButtonTests {
    @Test func eachPressOpens() {
        var button = ExitButton()
        #expect(button.press(at: .at(0)) == true)
        #expect(button.press(at: .at(5000)) == true)
    }

    @Test("who hammers at it is let out twice a second")
    func hammering() {
        var button = ExitButton()
        let opened = (0..<100 as Range<UInt64>).filter { button.press(at: .at($0 * 100)) }
        #expect(opened == Array(stride(from: 0, to: 100, by: 5)))
    }
}

/// With two seconds to a long press.
@Suite struct OfficerButtonTests {
    var button = OfficerButton(hold: .seconds(2))

    @Test mutating func aShortPressIsToldWhenItIsLetGo() {
        #expect(button.see(true, at: .at(100)) == nil)
        #expect(button.due == .at(2100))
        #expect(button.tick(at: .at(2099)) == nil)
        #expect(button.see(false, at: .at(2099)) == .short)
        #expect(button.due == nil)
        #expect(button.tick(at: .at(9000)) == nil)
    }

    @Test mutating func aLongPressIsToldWhileItIsHeldAndOnce() {
        #expect(button.see(true, at: .at(100)) == nil)
        #expect(button.tick(at: .at(2100)) == .long)
        #expect(button.tick(at: .at(4100)) == nil)
        #expect(button.due == nil)
        #expect(button.see(false, at: .at(5000)) == nil)
    }

    @Test("a long press that is seen only after it was let go is long all the same")
    mutating func late() {
        #expect(button.see(true, at: .at(100)) == nil)
        #expect(button.see(false, at: .at(2100)) == .long)
    }

    @Test("a press that began before the line was lost, or before it was found, counts for nothing")
    mutating func lost() {
        #expect(button.see(true, at: .at(100)) == nil)
        #expect(button.see(nil, at: .at(500)) == nil)
        #expect(button.due == nil)
        #expect(button.see(false, at: .at(5000)) == nil)
    }
}
