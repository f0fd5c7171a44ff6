import Foundation
import Testing

@testable import Ledger

@Suite struct LedgerKeyTests {
    @Test func `a key is made once, for its owner alone, and found again`() throws {
        let folder = try Folder()
        let path = "\(folder.path)/ledger.key"
        let made = try LedgerKey(loadingOrCreatingIn: folder.path)
        let found = try LedgerKey(loadingOrCreatingIn: folder.path)
        #expect(made.hash(of: pass(1)) == found.hash(of: pass(1)))
        #expect(folder.names == ["ledger.key"])
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(attributes[.size] as? Int == 32)
    }

    @Test func `two stations hash the same pass differently, and no hash is the identifier`() throws {
        let first = try Folder().key()
        let second = try Folder().key()
        #expect(first.hash(of: pass(1)) != second.hash(of: pass(1)))
        #expect(first.hash(of: pass(1)) != first.hash(of: pass(2)))
        #expect(first.hash(of: pass(1)).bytes.count == 32)
    }

    @Test func `a key that others may read is refused`() throws {
        let folder = try Folder()
        _ = try folder.key()
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: "\(folder.path)/ledger.key")
        let fault = #expect(throws: LedgerFault.self) { try folder.key() }
        #expect(fault?.kind == .key)
        #expect(fault?.what.contains("chmod 600") == true)
    }

    @Test(arguments: [0, 31, 33]) func `a file of another length is no key, and stays`(length: Int) throws {
        let folder = try Folder()
        let path = "\(folder.path)/ledger.key"
        _ = FileManager.default.createFile(
            atPath: path, contents: Data(count: length), attributes: [.posixPermissions: 0o600])
        #expect(throws: LedgerFault.self) { try folder.key() }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count == length)
    }

    @Test func `reading a key never makes one`() throws {
        let folder = try Folder()
        let fault = #expect(throws: LedgerFault.self) { try LedgerKey(loadingFrom: folder.path) }
        #expect(fault?.kind == .absent)
        #expect(folder.names.isEmpty)
    }
}
