import Admission
import Credentials
import Vocabulary

extension OccupancyRules {
    private static let stayHours = 0.1...720.0

    /// Reads the table `occupancy`; what is wrong goes to its faults.
    init(from table: SettingsTable) {
        self.init()
        base = table.integer("capacity", in: Occupancy.bounds)
        percentage = table.integer("percentage", in: 0...100) ?? percentage
        for level in OccupancyLevel.allCases {
            guard let value = table.integer("level_\(level.rawValue)", in: 0...100) else { continue }
            percentages[level] = value
        }
        dailyCap = table.integer("daily_cap", in: 0...1_000_000)
        limit = table.choice("limit", Limit.self) ?? limit
        areMembersExempt = table.boolean("members_exempt") ?? areMembersExempt
        if let hours = table.number("stay_hours", in: Self.stayHours) {
            stay = .milliseconds(Int64(hours * 3_600_000))
        }
        if let text = table.text("reset") {
            if let minute = OpeningHours.readTime(text), minute < 1440 {
                resetMinute = minute
            } else {
                table.fault("reset", "\"\(text)\" is no time of the day: write it as \"03:00\"")
            }
        }
    }
}

extension PassbackRules {
    private static let minutes = 0.1...1440.0

    /// Reads the table `passback`; what is wrong goes to its faults.
    init(from table: SettingsTable) {
        self.init()
        for holder in HolderClass.allCases { modes[holder] = table.choice(holder.rawValue, Mode.self) ?? .off }
        if let minutes = table.number("minutes", in: Self.minutes) {
            interval = .milliseconds(Int64(minutes * 60_000))
        }
    }
}

extension PhasePlan {
    /// Reads the table `phases`, a plan for each class; what is wrong goes to its faults.
    static func plans(from table: SettingsTable) -> [HolderClass: PhasePlan] {
        var plans: [HolderClass: PhasePlan] = [:]
        for holder in HolderClass.allCases {
            plans[holder] = .enforce
            guard let steps = table.texts(holder.rawValue) else { continue }
            do throws(UnreadablePhase) { plans[holder] = try PhasePlan(steps: steps) } catch {
                table.fault(holder.rawValue, error.description)
            }
        }
        return plans
    }
}
