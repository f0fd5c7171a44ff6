/// What a station is told about its pages.
public struct ConsoleConfiguration: Hashable, Sendable {
    /// The ports on 127.0.0.1: of the visitor's page, and of all others.
    public var visitorPort: Int
    public var staffPort: Int
    /// By which names browsers reach the staff's pages through a server before them, with a port where it is not TLS's own.
    public var hosts: [String]

    private static let ports = 1024...65_535

    /// Reads the table `console`; what is wrong goes to its faults.
    init(from table: SettingsTable) {
        visitorPort = table.integer("visitor_port", in: Self.ports) ?? 8070
        staffPort = table.integer("staff_port", in: Self.ports) ?? 8071
        hosts = table.texts("hosts") ?? []
        if visitorPort == staffPort { table.fault("staff_port", "is the visitor's port: choose another") }
        for host in hosts where !Self.isHost(host) {
            table.fault(
                "hosts", "\"\(host)\" is no name of a host, such as \"gate-3.example\" or \"gate-3.example:8443\"")
        }
    }

    private static func isHost(_ text: String) -> Bool {
        (1...253).contains(text.utf8.count) && text.first != ":"
            && text.utf8.allSatisfy {
                (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0)
                    || [45, 46, 58].contains($0)
            }
    }
}
