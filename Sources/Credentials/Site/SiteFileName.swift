/// What the files of a site bundle may be called. They become files in a folder, so nothing of a name may lead elsewhere.
public enum SiteFileName {
    /// Files of a trust folder.
    public static let trust = "trust"
    /// Files of configuration.
    public static let settings = "conf.d"

    /// The folders there are, each with its parent before it.
    public static let folders = [settings, trust, "trust/administrators"]

    /// `trust/NAME`, `trust/administrators/NAME` or `conf.d/NAME.toml`: letters, digits, - _ and ., no leading dot, at most
    /// 64 of them.
    public static func isOne(_ name: String) -> Bool {
        guard let slash = name.lastIndex(of: "/"), folders.contains(String(name[..<slash])) else { return false }
        let last = name[name.index(after: slash)...]
        guard (1...64).contains(last.utf8.count), last.first != ".", last.utf8.allSatisfy(isPlain) else { return false }
        return !name.hasPrefix(settings) || last.hasSuffix(".toml")
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
