public import AccessPolicy
public import ArchiveStore
public import AuditModel
public import EvidenceLog
internal import Foundation
internal import Ingest
internal import Logging

/// The ledger of an archive: who did what with it, and when. Entries are put down first, so that they last, and then taken into the archive by
/// a run: at once if nobody else uses it, else by whoever writes next.
public struct LedgerBook {
  let archive: Archive
  let context: RunContext
  /// Signs the checkpoints of the ledger's own runs.
  let key: SigningKey?

  public init(of archive: Archive, context: RunContext, key: SigningKey?) {
    self.archive = archive
    self.context = context
    self.key = key
  }

  /// Whoever runs this.
  func actor(named name: String?) -> LedgerEntry.Actor { LedgerEntry.Actor(login: context.login, name: name ?? context.login) }

  func entry(
    _ action: LedgerEntry.Action, by actor: LedgerEntry.Actor, of document: String, named name: String?, before: [LedgerEntry.Value] = [],
    after: [LedgerEntry.Value]
  ) -> LedgerEntry {
    let now = context.now()
    return LedgerEntry(
      id: LedgerEntry.newID(at: now), at: now, actor: actor, action: action, documentID: document, documentName: name, before: before,
      after: after)
  }

  /// Puts an entry down.
  func note(_ entry: LedgerEntry) throws(Failure) { try note(entry.line, id: entry.id) }

  /// Puts an entry down that was written before. Doing so twice is doing it once.
  func note(_ line: [UInt8], id: String) throws(Failure) { try WaitingEntries(of: archive).putDown(line, id: id) }

  /// Takes into the archive what waits, if that is possible now. Whatever stands in the way, the entries keep waiting.
  func takeIn() {
    do {
      let waiting = WaitingEntries(of: archive)
      guard try !waiting.paths.isEmpty else { return }
      // Without the key the log would end with a checkpoint that its reader cannot check.
      if try archive.isSigned, key == nil { return context.logger.debug("entries of the ledger wait for a run that has the signing key") }
      try takeIn(waiting)
    } catch let failure as Failure where failure.kind == .locked {
      context.logger.debug("entries of the ledger wait: \(failure.message)")
    } catch is NothingWaits {
      // Another run was quicker.
    } catch {
      let reason = (error as? Failure)?.message ?? "\(error)"
      context.logger.warning("entries of the ledger wait in \(archive.ledgerFolder): \(reason)")
    }
  }

  private struct NothingWaits: Error {}

  /// Seconds to wait for somebody who reads the archive just now.
  private static let patience = 0.3

  private func takeIn(_ waiting: WaitingEntries) throws {
    try archive.run(
      startedAt: context.now(), by: context.login, toolVersion: Tool.version, signedBy: key, kind: .ledger, patience: Self.patience
    ) { run in
      guard try !waiting.paths.isEmpty else { throw NothingWaits() }
      try waiting.takeIn(by: FileIntake(into: run, reading: ReadingSettings(), totalBytes: 0, context: context) { _ in })
    }
    waiting.removeTakenIn()
  }
}

// MARK: - The role file

extension LedgerBook {
  private static let roleFileKey = "roleFileSHA256"

  /// An entry if the role file is another one than the ledger knows.
  func change(of roles: RoleFile, noticedBy actor: LedgerEntry.Actor) throws -> LedgerEntry? {
    let known = try knownRoleFile()
    guard known != roles.sha256 else { return nil }
    return entry(
      .roleFileChanged, by: actor, of: "role-file", named: fileName(roles.path),
      before: known.map { [.init(Self.roleFileKey, .string($0))] } ?? [], after: [.init(Self.roleFileKey, .string(roles.sha256))])
  }

  /// Puts down that the role file has changed, if it has.
  func noteChange(of roles: RoleFile, noticedBy actor: LedgerEntry.Actor) throws {
    if let change = try change(of: roles, noticedBy: actor) { try note(change) }
  }

  /// The digest in the newest entry about it: one that waits, else one in the archive.
  private func knownRoleFile() throws -> String? {
    for path in try WaitingEntries(of: archive).paths.reversed() {
      guard let entry = try? JSONSerialization.jsonObject(with: Data(wholeFile(path))) as? [String: Any],
        entry["action"] as? String == LedgerEntry.Action.roleFileChanged.rawValue, let after = entry["after"] as? [String: Any]
      else { continue }
      return after[Self.roleFileKey] as? String
    }
    return try archive.latestLedgerText(action: LedgerEntry.Action.roleFileChanged.rawValue, field: Self.roleFileKey)
  }
}
