using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Modular.Infrastructure.Database.SqliteMigrations
{
    /// <inheritdoc />
    public partial class People : SchemaMigration
    {
        /// <inheritdoc />
        public override string ServesFrom => "20261123232347_People";

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "merged_into",
                table: "customers",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "signed_out_at",
                table: "customers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "audit_entries",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    actor = table.Column<string>(type: "TEXT", nullable: false),
                    client_id = table.Column<string>(type: "TEXT", nullable: false),
                    action = table.Column<int>(type: "INTEGER", nullable: false),
                    customer_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    other_customer_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    identity_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_entries", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_customers_merged_into",
                table: "customers",
                column: "merged_into");

            migrationBuilder.CreateIndex(
                name: "IX_audit_entries_customer_id_id",
                table: "audit_entries",
                columns: new[] { "customer_id", "id" });

            // Written once: no statement changes an entry or takes one away. REPLACE deletes without asking the
            // trigger for DELETE, so a number that is there already is refused as well.
            migrationBuilder.Sql(
                """
                CREATE TRIGGER audit_entries_update BEFORE UPDATE ON audit_entries
                BEGIN SELECT RAISE(ABORT, 'The audit trail is only ever appended to.'); END;

                CREATE TRIGGER audit_entries_delete BEFORE DELETE ON audit_entries
                BEGIN SELECT RAISE(ABORT, 'The audit trail is only ever appended to.'); END;

                CREATE TRIGGER audit_entries_replace BEFORE INSERT ON audit_entries
                WHEN EXISTS (SELECT 1 FROM audit_entries WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'The audit trail is only ever appended to.'); END;
                """);

            // An order that was on its way while its customer became part of another belongs to that other one.
            migrationBuilder.Sql(
                """
                CREATE TRIGGER orders_of_merged AFTER INSERT ON orders
                WHEN (SELECT merged_into FROM customers WHERE id = NEW.customer_id) IS NOT NULL
                BEGIN
                    UPDATE orders SET customer_id = (SELECT merged_into FROM customers WHERE id = NEW.customer_id) WHERE id = NEW.id;
                END;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER orders_of_merged;");

            migrationBuilder.DropTable(
                name: "audit_entries");

            migrationBuilder.DropIndex(
                name: "IX_customers_merged_into",
                table: "customers");

            migrationBuilder.DropColumn(
                name: "merged_into",
                table: "customers");

            migrationBuilder.DropColumn(
                name: "signed_out_at",
                table: "customers");
        }
    }
}
