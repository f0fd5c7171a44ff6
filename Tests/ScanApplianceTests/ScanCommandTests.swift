import Foundation
import QRDrawing
import Testing

@testable import ScanAppliance

/// The command as it is built, run as a process of its own over files of its own.
@Suite final class ScanCommandTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("scan-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: folder) }

    /// What one line of `--json` has.
    private struct Line: Decodable, Equatable {
        struct Code: Decodable, Equatable {
            var payload: String?
            var payloadBase64: String?
            var corners: [[Double]]
            var attempt: String
        }

        var source: String
        var frame: Int
        var codes: [Code]
        var attempts: [String]
        var cpuUs: Int
        var error: String?
    }

    private struct Outcome {
        var output: [UInt8]
        var complaint: String
        var status: Int32

        func lines() throws -> [Line] {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            return try output.split(separator: UInt8(ascii: "\n")).map { try decoder.decode(Line.self, from: Data($0)) }
        }
    }

    private func scan(_ arguments: String...) throws -> Outcome { try scan(arguments) }

    private func scan(_ arguments: [String]) throws -> Outcome {
        let process = Process()
        let bundle = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        process.executableURL = URL(fileURLWithPath: bundle).deletingLastPathComponent()
            .appendingPathComponent("scan-appliance")
        process.arguments = ["scan"] + arguments
        process.currentDirectoryURL = folder
        // Files and not pipes, so that nothing waits for whoever reads them.
        let (output, complaint) = (folder.appendingPathComponent("1"), folder.appendingPathComponent("2"))
        for file in [output, complaint] { try Data().write(to: file) }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: complaint)
        try process.run()
        process.waitUntilExit()
        return Outcome(
            output: Array(try Data(contentsOf: output)),
            complaint: String(decoding: try Data(contentsOf: complaint), as: UTF8.self),
            status: process.terminationStatus)
    }

    private func write(_ bytes: [UInt8], as name: String) throws {
        try Data(bytes).write(to: folder.appendingPathComponent(name))
    }

    private func picture(_ payload: [UInt8]) throws -> Raster { try QRCode(payload).raster(modulePixels: 4) }

    @Test func aStillPictureIsHeldForFourFrames() throws {
        try write(picture(Array("café €".utf8)).png(), as: "badge")
        let outcome = try scan("--json", "badge")
        let lines = try outcome.lines()
        #expect(outcome.status == 0 && outcome.complaint.isEmpty)
        #expect(lines.map(\.frame) == [0, 1, 2, 3])
        #expect(lines.allSatisfy { $0.source == "badge" && $0.codes.map(\.payload) == ["café €"] })
        #expect(lines.allSatisfy { $0.cpuUs > 0 && !$0.attempts.isEmpty })
        #expect(try scan("--json", "--hold", "7", "badge").lines().map(\.attempts.isEmpty).suffix(2) == [true, true])
    }

    @Test func cornersGoClockwiseFromTheCodesTopLeft() throws {
        try write(picture(Array("corners".utf8)).png(), as: "badge")
        let corners = try #require(try scan("--json", "--plain", "badge").lines().first?.codes.first?.corners)
        for (corner, expected) in zip(corners, [[16, 16], [100, 16], [100, 100], [16, 100.0]]) {
            #expect(zip(corner, expected).allSatisfy { abs($0 - $1) <= 2 })
        }
    }

    @Test func plainIsOneOrdinaryScan() throws {
        try write(picture(Array("plain".utf8)).png(), as: "badge")
        let lines = try scan("--json", "--plain", "badge").lines()
        #expect(lines.map(\.attempts) == [["plain"]] && lines[0].codes.map(\.payload) == ["plain"])
    }

    @Test func presetsAndAttemptsSayWhatIsTried() throws {
        try write(picture(Array("chosen".utf8)).png(), as: "badge")
        let frugal = try scan("--json", "--preset", "frugal", "badge").lines()
        #expect(frugal[0].codes.map(\.attempt) == ["redrawn"])
        #expect(Set(frugal.flatMap(\.attempts)) == ["redrawn", "half-threshold"])
        let chosen = try scan("--json", "--attempts", "half,threshold", "badge").lines()
        #expect(Set(chosen.flatMap(\.attempts)) == ["half", "threshold"])
        #expect(Set(chosen.flatMap { $0.codes.map(\.attempt) }).isSubset(of: ["half", "threshold"]))
    }

    /// A field of finder patterns as large as may be keeps stock zbar for many seconds.
    @Test func aFrameThatOutlastsItsReaderIsCutOffAndTheNextFileIsRead() throws {
        let row = [0, 0, 0, 0, 0, 0, 0, 255, 255]
        let side = 4096
        var field = Array("P5 4096 4096 255\n".utf8)
        field.reserveCapacity(side * side + 17)
        for y in 0..<side {
            for x in 0..<side {
                let ring = max(abs(x / 3 % 9 - 3), abs(y / 3 % 9 - 3))
                field.append(ring < 2 ? 0 : ring == 2 ? 255 : UInt8(max(row[x / 3 % 9], row[y / 3 % 9])))
            }
        }
        try write(field, as: "poster")
        try write(picture(Array("after it".utf8)).png(), as: "badge")
        let lines = try scan("--json", "--plain", "--hold", "2", "poster", "badge").lines()
        #expect(lines.map(\.error) == ["budget", nil, nil, nil])
        #expect(lines[0].attempts == ["plain"] && lines[0].codes.isEmpty && lines[0].cpuUs > 1_000_000)
        // The part that outlasted the reader is left out: of the second showing nothing is shown to zbar.
        #expect(lines[1].attempts.isEmpty)
        #expect(lines[2...].allSatisfy { $0.codes.map(\.payload) == ["after it"] })
    }

    @Test func aPayloadThatIsNotTextIsGivenInBase64() throws {
        let bytes = Array(UInt8.min...UInt8.max)
        try write(picture(bytes).png(), as: "badge")
        let code = try #require(try scan("--json", "badge").lines().last?.codes.first)
        #expect(code.payload == nil && code.payloadBase64 == Data(bytes).base64EncodedString())
    }

    /// `Café` in Latin-1, which the code says of itself (ECI 3, ISO/IEC 18004 section 7.3.2). It is read by a process that may open
    /// nothing.
    @Test func aCodeThatSaysItIsInLatin1IsRead() throws {
        let rows = [
            "#######..#.#..#######", "#.....#..#.##.#.....#", "#.###.#...##..#.###.#", "#.###.#..##...#.###.#",
            "#.###.#.#..##.#.###.#", "#.....#..#.##.#.....#", "#######.#.#.#.#######", "........#..##........",
            "..##..###.#..##.#....", "##..##.#.##...##.##..", "#..##.#.###...####.##", ".#.###...##...#....#.",
            "#.#..#####.##...##...", "........#.####......#", "#######.##......#.#..", "#.....#...#.#..#..###",
            "#.###.#..####.......#", "#.###.#.#...#..###.#.", "#.###.#.#####..##....", "#.....#.....###.#..#.",
            "#######..##.#..#..#..",
        ].map { Array($0.utf8) }
        var picture = Raster(width: 29 * 6, height: 29 * 6)
        for y in 0..<21 * 6 {
            for x in 0..<21 * 6 where rows[y / 6][x / 6] == UInt8(ascii: "#") {
                picture.pixels[(y + 24) * picture.width + x + 24] = 0
            }
        }
        try write(picture.png(), as: "badge")
        #expect(try scan("--json", "badge").lines().allSatisfy { $0.codes.map(\.payload) == ["Café"] })
    }

    @Test func aFilmIsOneSequence() throws {
        let frame = try picture(Array("film".utf8))
        var film = Array("YUV4MPEG2 W\(frame.width) H\(frame.height) F30:1 Ip A1:1 Cmono\n".utf8)
        for _ in 0..<6 { film += Array("FRAME\n".utf8) + frame.pixels }
        try write(film, as: "film")
        let lines = try scan("--json", "--hold", "2", "film").lines()
        #expect(lines.map(\.frame) == Array(0..<6))
        #expect(lines.allSatisfy { $0.codes.map(\.payload) == ["film"] })
        #expect(lines.map(\.attempts.isEmpty) == [false, false, false, false, true, true])
    }

    @Test func whatACodeSaysCannotSteerATerminal() throws {
        try write(picture(Array("\u{1B}[31mred\u{7}\u{202E}\n\"\u{9B}".utf8)).png(), as: "badge")
        let outcome = try scan("--hold", "1", "badge")
        let text = String(decoding: outcome.output, as: UTF8.self)
        #expect(text.hasPrefix(#"badge 0: "\u{1b}[31mred\u{7}\u{202e}\u{a}\"\u{9b}" at "#))
        #expect(text.dropLast().unicodeScalars.allSatisfy { $0.value >= 32 && !(0x7F..<0xA0).contains($0.value) })
    }

    @Test func aFileThatCannotBeReadIsNamedAndTheOthersAreScanned() throws {
        try write(picture(Array("good".utf8)).png(), as: "good")
        try write(Array("not a picture".utf8), as: "note.png")
        let outcome = try scan("--json", "absent\u{1B}", "note.png", ".", "good")
        #expect(outcome.status == 74)
        #expect(try outcome.lines().map(\.source) == Array(repeating: "good", count: 4))
        let complaints = outcome.complaint.split(separator: "\n")
        #expect(complaints.count == 3)
        #expect(complaints.first == #"scan-appliance: absent\u{1b}: cannot be opened: No such file or directory"#)
        #expect(complaints.dropFirst().first?.hasPrefix("scan-appliance: note.png: ") == true)
    }

    @Test(arguments: [
        [], ["--hold", "0", "x"], ["--hold", "many", "x"], ["--colour", "x"], ["--preset", "hungry", "x"],
        ["--attempts", "sharpened", "x"],
    ])
    func wrongUsageIsToldApart(arguments: [String]) throws {
        let outcome = try scan(arguments)
        #expect(outcome.status == 64 && !outcome.complaint.isEmpty && outcome.output.isEmpty)
    }
}
