/// A table of comma-separated values (RFC 4180) with a header, in UTF-8.
struct CSV {
    /// What is no CSV, and the line where that shows.
    struct Fault: Error {
        let line: Int
        let problem: String
    }

    let columns: [String]
    /// With the line on which each begins; as many fields as it has.
    let rows: [(line: Int, fields: [String])]

    init(_ bytes: [UInt8]) throws(Fault) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        guard let text = String(validating: bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes[...], as: UTF8.self)
        else { throw Fault(line: 1, problem: "the file is not UTF-8: save it as CSV UTF-8") }
        var records = try Self.records(Array(text.utf8))
        guard !records.isEmpty else {
            throw Fault(line: 1, problem: "the file is empty: its first line names the columns")
        }
        columns = records.removeFirst().fields
        rows = records
    }

    /// The records that are not empty lines.
    private static func records(_ bytes: [UInt8]) throws(Fault) -> [(line: Int, fields: [String])] {
        var records: [(line: Int, fields: [String])] = []
        var fields: [String] = []
        var (line, first, at) = (1, 1, 0)
        while at < bytes.count {
            fields.append(try field(bytes, &at, &line))
            if at < bytes.count, bytes[at] == UInt8(ascii: ",") {
                at += 1
                if at < bytes.count { continue }
                fields.append("")
            }
            // A line's end, or the file's.
            if fields != [""] { records.append((first, fields)) }
            fields = []
            at += 1
            line += 1
            first = line
        }
        return records
    }

    /// One field; `at` is then at its comma, its line feed or the end.
    private static func field(_ bytes: [UInt8], _ at: inout Int, _ line: inout Int) throws(Fault) -> String {
        let (comma, quote, feed, carriage) = (UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(10), UInt8(13))
        var content: [UInt8] = []
        if at < bytes.count, bytes[at] == quote {
            let start = line
            at += 1
            while true {
                guard at < bytes.count else { throw Fault(line: start, problem: "a quoted field without an end") }
                if bytes[at] == quote {
                    at += 1
                    guard at < bytes.count, bytes[at] == quote else { break }
                }
                if bytes[at] == feed { line += 1 }
                content.append(bytes[at])
                at += 1
            }
            if at < bytes.count, bytes[at] == carriage { at += 1 }
            guard at == bytes.count || bytes[at] == comma || bytes[at] == feed else {
                throw Fault(line: line, problem: "something stands after a quoted field")
            }
        } else {
            while at < bytes.count, bytes[at] != comma, bytes[at] != feed {
                content.append(bytes[at])
                at += 1
            }
            if content.last == carriage, at == bytes.count || bytes[at] == feed { content.removeLast() }
        }
        return String(decoding: content, as: UTF8.self)
    }
}
