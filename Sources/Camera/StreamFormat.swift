/// What frames that follow one another look like: told by a y4m header (mjpegtools, yuv4mpeg(5)) or agreed beforehand.
struct StreamFormat: Equatable {
    /// The first bytes of every y4m stream.
    static let magic = Array("YUV4MPEG2".utf8)

    var width: Int
    var height: Int
    /// Bytes after each luma plane that are not looked at.
    var chroma = 0
    /// Whether a line that begins with FRAME stands before every frame.
    var isMarked = false
    /// The F tag; nil where it is missing or says 0:0.
    var framesPerSecond: Double?

    /// Luma planes of this size, alone or with the two planes of 4:2:0 behind each.
    init(width: Int, height: Int, hasChroma: Bool = false) {
        self.width = width
        self.height = height
        chroma = hasChroma ? Self.chroma420(width: width, height: height) : 0
    }

    /// Reads a y4m header, without its newline.
    ///
    /// Throws what is wrong with it, as words that follow a file's name.
    init(header: [UInt8]) throws(FormatComplaint) {
        guard header.allSatisfy({ (32..<127).contains($0) }), header.starts(with: Self.magic) else {
            throw FormatComplaint("is not y4m")
        }
        var sampling = "420"
        (width, height, isMarked) = (0, 0, true)
        for tag in String(decoding: header, as: UTF8.self).split(separator: " ").dropFirst() {
            let value = tag.dropFirst()
            switch tag.first {
            case "W": width = Int(value) ?? 0
            case "H": height = Int(value) ?? 0
            case "F": framesPerSecond = try Self.rate(value)
            case "C": sampling = String(value)
            default: break
            }
        }
        if let complaint = LumaPlane.complaint(width: width, height: height) { throw FormatComplaint(complaint) }
        chroma = try Self.chroma(sampling, width: width, height: height)
    }

    private static func rate(_ text: Substring) throws(FormatComplaint) -> Double? {
        let parts = text.split(separator: ":").map { Double($0) ?? -1 }
        if parts == [0, 0] { return nil }
        guard parts.count == 2, parts[1] > 0, (0.1...1000).contains(parts[0] / parts[1]) else {
            throw FormatComplaint("has a frame rate of \(text): it must lie between 0.1 and 1000 a second")
        }
        return parts[0] / parts[1]
    }

    private static func chroma(_ sampling: String, width: Int, height: Int) throws(FormatComplaint) -> Int {
        switch sampling {
        case "mono": 0
        case "420", "420jpeg", "420mpeg2", "420paldv": chroma420(width: width, height: height)
        case "411": (width + 3) / 4 * height * 2
        case "422": (width + 1) / 2 * height * 2
        case "444": width * height * 2
        case "444alpha": width * height * 3
        default:
            throw FormatComplaint("is y4m of kind C\(sampling): convert it to Cmono or C420jpeg, 8 bits a sample")
        }
    }

    private static func chroma420(width: Int, height: Int) -> Int { (width + 1) / 2 * ((height + 1) / 2) * 2 }
}

/// What is wrong with a file or a stream, as words that follow its name.
struct FormatComplaint: Error, Equatable {
    let words: String
    init(_ words: String) { self.words = words }
}
