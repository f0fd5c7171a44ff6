import Foundation
import Testing
import Vocabulary

@testable import Ledger

@Suite struct RowTextTests {
    private let folder: Folder
    private let ledger: Ledger

    init() throws {
        folder = try Folder()
        ledger = try folder.open()
    }

    private func row(gate: String = "door") throws -> LedgerRow {
        var entry = admission(pass(1), in: ledger)
        entry.gate = gate
        return try ledger.append(entry)
    }

    @Test func `a row is one JSON object with every field`() throws {
        #expect(
            try row().json == """
                {"seq":1,"kind":"decision","mono_ns":7,"time":"2026-11-24T12:00:00.000Z","clock":"trusted",\
                "gate":"door","class":"visitor","verdict":"admit","reason":"ok","lock":"opened","format":"sp1",\
                "note":"none","station":"north","boot":"boot-1","policy":"p1","colour":"green",\
                "crossing":"in","inside":1,"took_ms":250}
                """)
        let bare = try ledger.append(entry())
        #expect(bare.json.contains(#""class":null,"verdict":null,"reason":null,"lock":null"#))
    }

    @Test func `any name comes back out of JSON`() throws {
        let name = "a\"b\\c\n\u{1B}[2J\u{9B}\u{7F}é\u{1F6AA}"
        let json = try row(gate: name).json
        let read = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        #expect(read?["gate"] as? String == name)
        #expect(json.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) })
    }

    @Test func `a record is quoted where it must be`() throws {
        #expect(
            LedgerRow.csvHeader
                == "seq,kind,mono_ns,time,clock,gate,class,verdict,reason,lock,format,note,station,boot,policy,"
                + "colour,crossing,inside,took_ms\r\n")
        #expect(
            try row(gate: "a,\"b\"").csv
                == "1,decision,7,2026-11-24T12:00:00.000Z,trusted,\"a,\"\"b\"\"\",visitor,admit,ok,opened,sp1,none,"
                + "north,boot-1,p1,green,in,1,250\r\n")
        #expect(try row(gate: "a\nb").csv.contains("\"a\nb\""))
        #expect(try ledger.append(entry()).csv.contains("door,,,,,,,north"))
    }

    @Test func `a line for people carries no control characters`() throws {
        #expect(
            try row(gate: "a\u{1B}[2J").line
                == #"1  2026-11-24T12:00:00.000Z  a\u001b[2J  decision  admit  ok  green  visitor  none  lock opened  inside 1"#
        )
    }
}
