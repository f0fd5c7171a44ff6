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
        /// The attempt that read it.
        let attempt: String
        /// What it is worth, where that was asked for.
        let answer: ExaminedCode?

        enum CodingKeys: String, CodingKey {
            case payload, corners, attempt, answer
            case payloadBase64 = "payload_base64"
        }

        init(_ sighting: Sighting, by attempt: AttemptKind, answer: ExaminedCode?) {
            self.attempt = attempt.rawValue
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
    /// `budget` where the frame outlasted the reader, `crashed` where the reader ended over it.
    var error: String?

    enum CodingKeys: String, CodingKey {
        case source, frame, codes, attempts, error
        case cpuMicroseconds = "cpu_us"
    }

    /// `judge` says what a payload is worth, where that was asked for.
    init(_ answer: ScanReader.Answer, source: String, frame: Int, judge: (Payload) -> ExaminedCode?) {
        (self.source, self.frame) = (source, frame)
        switch answer {
        case .scanned(let scan):
            codes = zip(scan.frame.sightings, scan.readers).map { Code($0, by: $1, answer: judge($0.payload)) }
            attempts = scan.attempts.map(\.rawValue)
            cpuMicroseconds = Int(scan.cpuMicroseconds)
        case .cut(let attempt, let spent):
            (codes, attempts, error) = ([], attempt.map { [$0.rawValue] } ?? [], "budget")
            cpuMicroseconds = Int(spent / .microseconds(1))
        case .crashed, .end: (codes, attempts, cpuMicroseconds, error) = ([], [], 0, "crashed")
        }
    }

    /// For people: nothing in it can do anything to a terminal.
    var text: String {
        let seen = codes.map { code in
            let what = code.payload.map(TerminalText.quoted) ?? "base64 \(code.payloadBase64 ?? "")"
            let place = code.corners.map { "\(Int($0[0])),\(Int($0[1]))" }.joined(separator: " ")
            return "\(what) at \(place)" + (code.answer.map { ": \($0.text)" } ?? "")
        }
        let made = attempts.isEmpty ? "no attempt" : attempts.joined(separator: ", ")
        let what = error.map { "cut off: \($0)" } ?? (seen.isEmpty ? "nothing" : seen.joined(separator: "; "))
        return "\(TerminalText.escaped(source)) \(frame): \(what) (\(made); \(cpuMicroseconds) µs)"
    }
}
