using Microsoft.EntityFrameworkCore.Migrations;
using Modular.Infrastructure.Database.Schema;

#nullable disable

namespace Modular.Infrastructure.Database.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class OutboxTraceParent : SchemaMigration
    {
        /// <inheritdoc />
        public override string ServesFrom => "20261126080000_Initial";

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "trace_parent",
                table: "outbox",
                type: "character varying(55)",
                maxLength: 55,
                nullable: true,
                collation: "C");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "trace_parent",
                table: "outbox");
        }
    }
}
