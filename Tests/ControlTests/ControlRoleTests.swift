import Testing

@testable import Control

@Test("each role may do what those below it may")
func rolesAreOrdered() {
    #expect(ControlRole.allCases == ControlRole.allCases.sorted())
    #expect(ControlRole.watch < .officer && ControlRole.technician < .administrator)
}
