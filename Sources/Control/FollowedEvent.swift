/// What a follower is told. Names are from fixed lists; what a person or a code brought is never among them.
public struct FollowedEvent: Codable, Hashable, Sendable {
    /// `decided`, `collecting`, `acted`, `incident`, `recovered`, `reader`, `camera`, `lines`, `door`, `clock` or `occupancy`.
    public var event: String
    /// RFC 3339, as the board's clock has it.
    public var time: String
    /// Nil where it concerns the whole station.
    public var gate: String?
    /// `decided`: the row's number.
    public var sequence: Int64?
    public var verdict: String?
    public var reason: String?
    /// Of a health certificate: `green`, `yellow` or `red`; `black` of whoever is denied.
    public var colour: String?
    public var `class`: String?
    public var format: String?
    /// `decided`, `acted`: what became of the lock. `lines`: how it stands.
    public var lock: String?
    /// `collecting`: how many codes of a card were shown, and how many it has.
    public var have: Int?
    public var count: Int?
    /// `decided`: milliseconds from the first frame that showed the code to the answer.
    public var milliseconds: Double?
    /// `acted`: the act and by whose authority. `incident`: its name. `recovered`: the name of what is over. `camera`: `streaming`, `lost` or `ended`.
    /// `clock`: its state, or the command that was taken or refused. `door`: `closed`, `open`, `held-open`, `forced-open` or `unknown`.
    public var what: String?
    /// `lines`: lamps, buzzer and alarm; true is energised.
    public var lines: [String: Bool]?
    /// `decided`: how many wait before this person where it is full.
    public var before: Int?
    /// `occupancy`: as in the status.
    public var occupancy: OccupancyStatus?

    public init(_ event: String, gate: String, time: String) {
        self.event = event
        self.time = time
        self.gate = gate.isEmpty ? nil : gate
    }
}
