using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Modular.Infrastructure.Database.SqliteMigrations
{
    /// <inheritdoc />
    public partial class Events : SchemaMigration
    {
        /// <inheritdoc />
        public override string ServesFrom => "20261125022205_Events";

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_orders_customer_id_id",
                table: "orders");

            migrationBuilder.AddColumn<long>(
                name: "last_signed_in_at",
                table: "customers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "order_id",
                table: "audit_entries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "idempotency_keys",
                columns: table => new
                {
                    customer_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    key = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    fingerprint = table.Column<byte[]>(type: "BLOB", nullable: false),
                    order_id = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idempotency_keys", x => new { x.customer_id, x.key });
                });

            migrationBuilder.CreateTable(
                name: "order_events",
                columns: table => new
                {
                    position = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    customer_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    order_id = table.Column<long>(type: "INTEGER", nullable: false),
                    status = table.Column<int>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_order_events", x => x.position);
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    customer_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    order_id = table.Column<long>(type: "INTEGER", nullable: false),
                    status = table.Column<int>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outbox", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_orders_customer_id_id",
                table: "orders",
                columns: new[] { "customer_id", "id", "status", "currency", "total_minor", "placed_at" });

            migrationBuilder.CreateIndex(
                name: "IX_orders_status_id",
                table: "orders",
                columns: new[] { "status", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_idempotency_keys_at",
                table: "idempotency_keys",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "IX_order_events_customer_id_position",
                table: "order_events",
                columns: new[] { "customer_id", "position" });

            // What is older than two years may go, for nothing personal is kept for ever; nothing younger is taken away by any statement.
            migrationBuilder.Sql(
                """
                DROP TRIGGER audit_entries_delete;

                CREATE TRIGGER audit_entries_delete BEFORE DELETE ON audit_entries
                WHEN OLD.at > (unixepoch() - 63072000) * 1000
                BEGIN SELECT RAISE(ABORT, 'The audit trail is only ever appended to.'); END;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                DROP TRIGGER audit_entries_delete;

                CREATE TRIGGER audit_entries_delete BEFORE DELETE ON audit_entries
                BEGIN SELECT RAISE(ABORT, 'The audit trail is only ever appended to.'); END;
                """);

            migrationBuilder.DropTable(
                name: "idempotency_keys");

            migrationBuilder.DropTable(
                name: "order_events");

            migrationBuilder.DropTable(
                name: "outbox");

            migrationBuilder.DropIndex(
                name: "IX_orders_customer_id_id",
                table: "orders");

            migrationBuilder.DropIndex(
                name: "IX_orders_status_id",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "last_signed_in_at",
                table: "customers");

            migrationBuilder.DropColumn(
                name: "order_id",
                table: "audit_entries");

            migrationBuilder.CreateIndex(
                name: "IX_orders_customer_id_id",
                table: "orders",
                columns: new[] { "customer_id", "id" });
        }
    }
}
