/// What a console is told.
public struct ConsoleSettings: Sendable {
    /// The station's control socket.
    public var socket: String
    /// The port of the visitor's page, and the one of all others; both of 127.0.0.1. 0 takes one that is free.
    public var visitorPort: UInt16
    public var staffPort: UInt16
    /// By which names, beside `localhost` and `127.0.0.1`, browsers reach the staff's port through a server before it.
    public var hosts: [String]
    /// The language that comes first: `id` or `en`.
    public var language: String
    /// The folder of the pages.
    public var pages: String

    public init(
        socket: String, visitorPort: UInt16, staffPort: UInt16, hosts: [String] = [], language: String = "id",
        pages: String? = nil
    ) {
        self.socket = socket
        self.visitorPort = visitorPort
        self.staffPort = staffPort
        self.hosts = hosts
        self.language = language
        self.pages = pages ?? Pages.folder(of: "/proc/self/exe")
    }
}
