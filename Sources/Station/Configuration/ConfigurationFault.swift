/// Everything that is wrong with a configuration, each fault on a line of its own with its place.
public struct ConfigurationFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// One fault.
    public struct Item: Hashable, Sendable, CustomStringConvertible {
        /// Empty where no one file is meant.
        public var path: String
        public var line: Int?
        public var what: String

        /// Control characters that a file brought become question marks.
        init(path: String, line: Int?, what: String) {
            self.path = path
            self.line = line
            self.what = String(
                String.UnicodeScalarView(
                    what.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }))
        }

        public var description: String {
            path.isEmpty ? what : "\(path)\(line.map { ":\($0)" } ?? ""): \(what)"
        }
    }

    /// In the order of their lines.
    public var items: [Item]

    init(items: [Item]) { self.items = items.sorted { ($0.path, $0.line ?? 0) < ($1.path, $1.line ?? 0) } }

    init(path: String, line: Int?, _ what: String) { items = [Item(path: path, line: line, what: what)] }

    public var description: String { items.map(\.description).joined(separator: "\n") }
}
