import Testing
import Vocabulary

@testable import Control

@Suite("Requests")
struct ControlRequestTests {
    private func fault(_ line: String) -> ControlRequest.Fault? {
        do throws(ControlRequest.Fault) { _ = try ControlRequest(line: Array(line.utf8)) } catch { return error }
        return nil
    }

    @Test(
        "what is asked is what arrives",
        arguments: [
            ControlRequest(.hello), ControlRequest(.status, id: 7), ControlRequest(.figures, id: -1),
            ControlRequest(.follow), ControlRequest(.reload, id: .max), ControlRequest(.admit, id: 1, gate: "north"),
            ControlRequest(.override, gate: "a\"b\\c\u{0}"), ControlRequest(.acknowledge),
            ControlRequest(.preview, gate: "x"),
            ControlRequest(.service, isOn: true), ControlRequest(.service, id: 2, gate: "x", isOn: false),
            ControlRequest(.login, token: "AAAAA-BBBBB"), ControlRequest(.login, token: "A", isAlone: true),
            ControlRequest(.clockSet, time: WallTime(milliseconds: 1_800_000_000_123)),
            ControlRequest(.clockFloor, id: 3, time: WallTime(seconds: 0)),
        ])
    func roundTrip(request: ControlRequest) throws {
        let line = request.encode()
        #expect(line.last == 10 && line.count(where: { $0 == 10 }) == 1)
        #expect(try ControlRequest(line: line.dropLast()) == request)
    }

    @Test("a line may have spaces, an end of CR LF, and the version")
    func leniency() throws {
        #expect(try ControlRequest(line: Array(" {\"request\" : \"status\", \"protocol\":1 }\r".utf8)).verb == .status)
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
            ("{\"alone\":1,\"id\":1,\"request\":\"login\",\"token\":\"A\"}", .malformed, 1),
        ])
    func refusals(line: String, refusal: ControlRefusal, id: Int?) {
        #expect(fault(line) == ControlRequest.Fault(refusal: refusal, id: id), "\(line)")
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
            #expect(throws: ControlRequest.Fault.self) { try ControlRequest(line: line) }
        }
    }
}
