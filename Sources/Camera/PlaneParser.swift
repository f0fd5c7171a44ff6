import Glibc

/// Cuts bytes into luma planes, in whatever pieces the bytes come.
struct PlaneParser {
    /// No header and no FRAME line is longer than this.
    static let longestLine = 1024

    /// What the next byte belongs to.
    private enum Part: Equatable {
        case header, mark
        case luma(filled: Int)
        case chroma(left: Int)
    }

    /// Known from the beginning or from the header on.
    private(set) var format: StreamFormat?
    /// Where luma goes, once the format is known. Between two frames it may be exchanged for another of its size.
    var plane: LumaPlane?
    private var part: Part
    private var line: [UInt8] = []

    /// For y4m.
    init() {
        part = .header
        line.reserveCapacity(Self.longestLine)
    }

    /// For frames of an agreed format; `format` is of a size that `LumaPlane.complaint` accepts.
    init(format: StreamFormat) {
        self.format = format
        plane = LumaPlane(width: format.width, height: format.height)
        part = format.isMarked ? .mark : .luma(filled: 0)
    }

    /// Whether nothing of a next frame has come yet; false until the header is read.
    var isBetweenFrames: Bool {
        switch part {
        case .header: false
        case .mark: line.isEmpty
        case .luma(let filled): format?.isMarked == false && filled == 0
        case .chroma: false
        }
    }

    /// Forgets a frame that was begun; the header, where there is one, is not read again.
    mutating func rewind() {
        line.removeAll(keepingCapacity: true)
        part = format?.isMarked == true ? .mark : .luma(filled: 0)
    }

    /// Takes in `bytes` up to the end of a frame and says how many those were and whether the frame is whole.
    mutating func feed(_ bytes: UnsafeBufferPointer<UInt8>) throws(FormatComplaint) -> (count: Int, isWhole: Bool) {
        var at = 0
        while at < bytes.count {
            let rest = UnsafeBufferPointer(rebasing: bytes[at...])
            switch part {
            case .header: at += try feedHeader(rest)
            case .mark: at += try feedMark(rest)
            case .luma(let filled): at += feedLuma(rest, filled: filled)
            case .chroma(let left):
                let count = min(left, rest.count)
                part = .chroma(left: left - count)
                at += count
            }
            if part == .chroma(left: 0) {
                part = format?.isMarked == true ? .mark : .luma(filled: 0)
                return (at, true)
            }
        }
        return (at, false)
    }

    private mutating func feedHeader(_ bytes: UnsafeBufferPointer<UInt8>) throws(FormatComplaint) -> Int {
        let (count, isWhole) = try feedLine(bytes, beginningWith: StreamFormat.magic, or: "is not y4m")
        guard isWhole else { return count }
        let format = try StreamFormat(header: line)
        line.removeAll(keepingCapacity: true)
        plane = LumaPlane(width: format.width, height: format.height)
        self.format = format
        part = .mark
        return count
    }

    private mutating func feedMark(_ bytes: UnsafeBufferPointer<UInt8>) throws(FormatComplaint) -> Int {
        let complaint = "is damaged: a frame does not begin with FRAME, so the one before it has a wrong length"
        let (count, isWhole) = try feedLine(bytes, beginningWith: Self.mark, or: complaint)
        guard isWhole else { return count }
        line.removeAll(keepingCapacity: true)
        part = .luma(filled: 0)
        return count
    }

    private mutating func feedLuma(_ bytes: UnsafeBufferPointer<UInt8>, filled: Int) -> Int {
        guard let plane, let format, let from = bytes.baseAddress else { return bytes.count }
        let count = min(plane.count - filled, bytes.count)
        memcpy(plane.pixels + filled, from, count)
        part = filled + count < plane.count ? .luma(filled: filled + count) : .chroma(left: format.chroma)
        return count
    }

    /// Adds to `line` up to a newline; refuses what does not begin as it must as soon as that shows.
    private mutating func feedLine(
        _ bytes: UnsafeBufferPointer<UInt8>, beginningWith start: [UInt8], or complaint: String
    ) throws(FormatComplaint) -> (count: Int, isWhole: Bool) {
        let room = bytes.prefix(Self.longestLine - line.count)
        let end = room.firstIndex(of: UInt8(ascii: "\n"))
        line.append(contentsOf: room.prefix(upTo: end ?? room.endIndex))
        let isWhole = end != nil
        guard line.starts(with: start) || (!isWhole && start.starts(with: line)),
            isWhole || line.count < Self.longestLine
        else { throw FormatComplaint(complaint) }
        return (end.map { $0 + 1 } ?? room.count, isWhole)
    }

    private static let mark = Array("FRAME".utf8)
}
