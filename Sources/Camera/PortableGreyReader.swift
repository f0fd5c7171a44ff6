/// Reads a PGM file (netpbm, pgm(5)): P5 with one or two bytes a sample, P2 in digits.
struct PortableGreyReader {
    private let bytes: [UInt8]
    private var at = 2

    /// `bytes` begin with P5 or P2.
    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func read() throws(FormatComplaint) -> LumaPlane {
        let isBinary = bytes[1] == UInt8(ascii: "5")
        let width = try number()
        let height = try number()
        let greatest = try number()
        guard (1...65535).contains(greatest) else { throw FormatComplaint("is a PGM with a maximum of \(greatest)") }
        let plane = try StillPicture.plane(width: width, height: height)
        if isBinary {
            try readSamples(into: plane, greatest: greatest)
        } else {
            for index in 0..<plane.count {
                plane.pixels[index] = UInt8(min(try number(), greatest) * 255 / greatest)
            }
        }
        return plane
    }

    private mutating func readSamples(into plane: LumaPlane, greatest: Int) throws(FormatComplaint) {
        at += 1
        let width = greatest < 256 ? 1 : 2
        guard bytes.count - at >= plane.count * width else { throw Self.cutShort }
        for index in 0..<plane.count {
            let first = Int(bytes[at + index * width])
            let sample = width == 1 ? first : first << 8 | Int(bytes[at + index * width + 1])
            plane.pixels[index] = UInt8(min(sample, greatest) * 255 / greatest)
        }
    }

    /// The next number, after white space and comments; at most 99,999,999.
    private mutating func number() throws(FormatComplaint) -> Int {
        var isComment = false
        while at < bytes.count, isComment || bytes[at] == UInt8(ascii: "#") || Self.isSpace(bytes[at]) {
            isComment = (isComment || bytes[at] == UInt8(ascii: "#")) && bytes[at] != UInt8(ascii: "\n")
            at += 1
        }
        guard at < bytes.count else { throw Self.cutShort }
        let start = at
        var value = 0
        while at < bytes.count, at - start < 8, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[at]) {
            value = value * 10 + Int(bytes[at] - UInt8(ascii: "0"))
            at += 1
        }
        guard at > start, at == bytes.count || Self.isSpace(bytes[at]) else {
            throw FormatComplaint("is a damaged PGM: where a number belongs there is something else")
        }
        return value
    }

    /// Blank, tab, newline, vertical tab, form feed, carriage return.
    private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

    private static let cutShort = FormatComplaint("is cut short: copy it again")
}
