import Foundation
import Vocabulary

/// What `scan` says of one frame.
struct ScanLine: Encodable {
    struct Code: Encodable {
        /// The payload, where it is text.
        let payload: String?
        /// The payload, where it is not UTF-8.
        let payloadBase64: String?
        /// x and y in pixels of the source, from the code's own top left, clockwise.
        let corners: [[Double]]
        /// What it is worth, where that was asked for.
        let answer: ExaminedCode?

        enum CodingKeys: String, CodingKey {
            case payload, corners, answer
            case payloadBase64 = "payload_base64"
        }

        init(_ sighting: Sighting, answer: ExaminedCode?) {
            self.answer = answer
            payload = String(validating: sighting.payload.bytes, as: UTF8.self)
            payloadBase64 = payload == nil ? Data(sighting.payload.bytes).base64EncodedString() : nil
            corners = sighting.outline.corners.map { [$0.x, $0.y] }
        }
    }

    let source: String
    /// Counted from 0 in each source.
    let frame: Int
    let codes: [Code]
    let attempts: [String]
    let cpuMicroseconds: Int

    enum CodingKeys: String, CodingKey {
        case source, frame, codes, attempts
        case cpuMicroseconds = "cpu_us"
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// For people: nothing in it can do anything to a terminal.
    var text: String {
        let seen = codes.map { code in
            let what = code.payload.map(TerminalText.quoted) ?? "base64 \(code.payloadBase64 ?? "")"
            let place = code.corners.map { "\(Int($0[0])),\(Int($0[1]))" }.joined(separator: " ")
            return "\(what) at \(place)" + (code.answer.map { ": \($0.text)" } ?? "")
        }
        let made = attempts.isEmpty ? "no attempt" : attempts.joined(separator: ", ")
        let what = seen.isEmpty ? "nothing" : seen.joined(separator: "; ")
        return "\(TerminalText.escaped(source)) \(frame): \(what) (\(made); \(cpuMicroseconds) µs)"
    }
}
