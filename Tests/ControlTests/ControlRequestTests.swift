import Testing
import Vocabulary

@testable import Control

@Suite("Requests")
struct ControlRequestTests {
    private func fault(_ line: String) -> RequestLine.Fault? {
        do throws(RequestLine.Fault) { _ = try RequestLine(Array(line.utf8)) } catch { return error }
        return nil
    }

    @Test(
        "what is asked is what arrives",
        arguments: [
            RequestLine(.hello), RequestLine(.status, id: 7), RequestLine(.figures, id: -1),
            RequestLine(.follow), RequestLine(.reload, id: .max), RequestLine(.admit(gate: "north"), id: 1),
            RequestLine(.override(gate: "a\"b\\c\u{0}")), RequestLine(.acknowledge()),
            RequestLine(.preview(gate: "x")), RequestLine(.trial(line: "buzzer", gate: "x")),
            RequestLine(.service(isOn: true)), RequestLine(.service(isOn: false, gate: "x"), id: 2),
            RequestLine(.login(token: "AAAAA-BBBBB")), RequestLine(.login(token: "A", alone: true)),
            RequestLine(.clockSet(WallTime(milliseconds: 1_800_000_000_123))),
            RequestLine(.clockFloor(WallTime(seconds: 0)), id: 3),
            RequestLine(.occupancyDay), RequestLine(.checks), RequestLine(.occupancySet(100_000)),
            RequestLine(.occupancyLevel(0)), RequestLine(.close(isOn: true)), RequestLine(.close(isOn: false)),
            RequestLine(.passbackForgive(gate: "x")), RequestLine(.passbackForgiveAll),
        ])
    func roundTrip(asked: RequestLine) throws {
        let line = asked.encode()
        #expect(line.last == 10 && line.count(where: { $0 == 10 }) == 1)
        #expect(try RequestLine(line.dropLast()) == asked)
    }

    @Test("a line may have spaces, an end of CR LF, and the version")
    func leniency() throws {
        let line = " {\"request\" : \"status\", \"protocol\":1 }\r"
        #expect(try RequestLine(Array(line.utf8)).request == .status)
    }

    @Test(
        "what is not understood whole is refused whole",
        arguments: [
            ("", ControlRefusal.malformed, nil as Int?),
            ("status", .malformed, nil), ("null", .malformed, nil), ("[]", .malformed, nil), ("7", .malformed, nil),
            ("{", .malformed, nil), ("{}", .malformed, nil), ("{\"request\":\"status\"", .malformed, nil),
            ("{\"request\":\"status\"} {}", .malformed, nil),
            ("{\"request\":7,\"id\":3}", .malformed, 3), ("{\"request\":null}", .malformed, nil),
            ("{\"id\":\"1\",\"request\":\"status\"}", .malformed, nil),
            ("{\"id\":1.5,\"request\":\"status\"}", .malformed, nil),
            ("{\"id\":99999999999999999999,\"request\":\"status\"}", .malformed, nil),
            ("{\"id\":1,\"request\":\"Status\"}", .unknownRequest, 1),
            ("{\"id\":1,\"request\":\"\"}", .unknownRequest, 1),
            ("{\"id\":1,\"request\":\"status\",\"protocol\":2}", .unknownProtocol, 1),
            ("{\"id\":1,\"request\":\"status\",\"protocol\":\"1\"}", .unknownProtocol, 1),
            ("{\"id\":1,\"request\":\"status\",\"gate\":\"x\"}", .malformed, 1),
            ("{\"id\":1,\"request\":\"override\",\"gat\":\"x\"}", .malformed, 1),
            ("{\"id\":1,\"request\":\"override\",\"gate\":7}", .malformed, 1),
            ("{\"id\":1,\"request\":\"override\",\"gate\":null}", .malformed, nil),
            ("{\"id\":1,\"request\":\"override\",\"gate\":{\"a\":1}}", .malformed, nil),
            ("{\"id\":1,\"request\":\"service\"}", .malformed, 1),
            ("{\"id\":1,\"request\":\"service\",\"on\":1}", .malformed, 1),
            ("{\"id\":1,\"request\":\"service\",\"on\":\"true\"}", .malformed, 1),
            ("{\"id\":1,\"request\":\"login\"}", .malformed, 1),
            ("{\"id\":1,\"request\":\"clock-set\"}", .malformed, 1),
            ("{\"id\":1,\"request\":\"clock-set\",\"time\":1800000000}", .malformed, 1),
            ("{\"id\":1,\"request\":\"clock-set\",\"time\":\"tomorrow\"}", .malformed, 1),
            ("{\"id\":1,\"request\":\"reload\",\"time\":\"2026-11-24T08:00:00Z\"}", .malformed, 1),
            ("{\"id\":1,\"request\":\"login\",\"token\":true}", .malformed, 1),
            ("{\"count\":100001,\"id\":1,\"request\":\"occupancy-set\"}", .malformed, 1),
            ("{\"count\":-1,\"id\":1,\"request\":\"occupancy-set\"}", .malformed, 1),
            ("{\"level\":5,\"id\":1,\"request\":\"occupancy-level\"}", .malformed, 1),
            ("{\"all\":true,\"gate\":\"x\",\"id\":1,\"request\":\"passback-forgive\"}", .malformed, 1),
            ("{\"id\":1,\"request\":\"trial\"}", .malformed, 1),
            ("{\"alone\":1,\"id\":1,\"request\":\"login\",\"token\":\"A\"}", .malformed, 1),
        ])
    func refusals(line: String, refusal: ControlRefusal, id: Int?) {
        #expect(fault(line) == RequestLine.Fault(refusal: refusal, id: id), "\(line)")
    }

    @Test("4096 bytes are a request, one more is none")
    func bound() {
        let line = "{\"request\":\"login\",\"token\":\"\"}"
        let fits = "{\"request\":\"login\",\"token\":\"\(String(repeating: "x", count: 4096 - line.utf8.count))\"}"
        #expect(fits.utf8.count == 4096 && fault(fits) == nil)
        #expect(fault(fits + " ")?.refusal == .tooLong)
    }

    @Test("bytes that are no text, and brackets all the way down, are refused")
    func hostileBytes() {
        for line in [
            [UInt8](repeating: 0xFF, count: 4096), [UInt8](repeating: UInt8(ascii: "["), count: 4096),
            Array("{\"request\":\"".utf8) + [0xC3, 0x28] + Array("\"}".utf8), [UInt8](repeating: 0, count: 64),
        ] {
            #expect(throws: RequestLine.Fault.self) { try RequestLine(line) }
        }
    }
}
